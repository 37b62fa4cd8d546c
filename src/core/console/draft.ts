import { parseBase64 } from '../bytes/base64';
import { encodeText, type Encoding } from '../bytes/encoding';
import { parseEscapes } from '../bytes/escapes';
import { parseHex } from '../bytes/hex';
import { isHexdump, parseHexdump } from '../bytes/hexdump';
import { Failure, catalog } from '../util/message';
import type { Draft, LineEnding } from './page';

export const draftMessages = catalog('draft', {
  missingCharacter: '“{character}” cannot be written in {encoding}. Choose another encoding.',
});

const endings: Readonly<Record<LineEnding, string>> = { none: '', lf: '\n', crlf: '\r\n', cr: '\r' };

/**
 * The bytes that a draft stands for; those of a file are not here. Lines of a text are ended as the draft says, with
 * LF between them when it says nothing.
 * @throws Failure with what cannot be read as bytes
 */
export function bytesOfDraft({ kind, text, ending, encoding }: Draft): Uint8Array {
  switch (kind) {
    case 'text':
      return parseEscapes(endLines(text, endings[ending]), (run) => encode(run, encoding));
    case 'hex':
      return isHexdump(text) ? parseHexdump(text) : parseHex(text);
    case 'base64':
      return parseBase64(text);
    case 'file':
      return new Uint8Array();
  }
}

function endLines(text: string, ending: string): string {
  return text.replace(/\r?\n/g, ending || '\n') + ending;
}

function encode(text: string, encoding: Encoding): Uint8Array {
  const result = encodeText(text, encoding);
  if ('bytes' in result) return result.bytes;
  throw new Failure(draftMessages.missingCharacter({ character: result.missing, encoding }));
}
