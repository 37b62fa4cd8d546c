import { Failure, catalog } from '../util/message';

export const hexdumpMessages = catalog('hexdump', {
  badLine: 'Line {line} of the hexdump is not one: “{text}”. A line is an offset, then bytes.',
  badOffset: 'Line {line} of the hexdump begins at {found}, but the lines before it end at {expected}.',
  tooLong: 'The hexdump stands for more than {limit} MiB.',
});

/** Bytes in a line of a dump that is made here. */
export const DUMP_WIDTH = 16;
/** A `*` line stands for as many bytes as its offsets say: a bound on what a short text can become. */
const LIMIT = 64 * 1024 * 1024;

/** One line of a dump: `00000010`, `48 65 6c 6c 6f …`, `Hello…`. */
export interface DumpLine {
  readonly offset: string;
  /** Two groups of eight bytes; as wide as a full line. */
  readonly hex: string;
  readonly ascii: string;
}

/** The line of a dump that begins at `offset`. @param width bytes in a full line */
export function dumpLine(bytes: Uint8Array, offset: number, width = DUMP_WIDTH): DumpLine {
  const part = bytes.subarray(offset, offset + width);
  const pairs = Array.from(part, (byte) => byte.toString(16).padStart(2, '0'));
  const groups = [pairs.slice(0, 8).join(' ')];
  if (width > 8) groups.push(pairs.slice(8).join(' '));
  return {
    offset: offset.toString(16).padStart(8, '0'),
    hex: groups.join('  ').padEnd(width * 3 - 1 + (width > 8 ? 1 : 0)),
    ascii: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
      '',
    ),
  };
}

/** A dump as `hexdump -C` prints it, without its last line (the length). */
export function formatHexdump(bytes: Uint8Array): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += DUMP_WIDTH) {
    const line = dumpLine(bytes, offset);
    text += `${line.offset}  ${line.hex}  |${line.ascii}|\n`;
  }
  return text;
}

/** Whether a text is a dump with offsets rather than plain hexadecimal digits. */
export function isHexdump(text: string): boolean {
  const first = /^[^\S\n]*(\S.*)$/m.exec(text)?.[1] ?? '';
  const [, , separator = '', rest = ''] = linePattern.exec(first) ?? [];
  return separator !== '' && /^[0-9a-f]{2}/i.test(rest);
}

/** An offset (4–16 digits), then a colon or two spaces (or one after 6 digits and more, as od prints), then the rest. */
const linePattern = /^([0-9a-f]{4,16})(:\s*|\s{2,}|(?<=^[0-9a-f]{6,16})\s(?=[0-9a-f]{2}\b)|$)(.*)$/i;

interface Line {
  readonly number: number;
  readonly offset: number;
  /** xxd's style: two spaces end the bytes. */
  readonly colon: boolean;
  /** The bytes and what follows them. */
  readonly rest: string;
  /** The line before it is repeated up to this one (`*`). */
  readonly repeats: boolean;
}

/**
 * The bytes of a dump as `xxd`, `hexdump -C`, `od -A x -t x1z` or Wireshark make it.
 * @throws Failure with the line that is not understood
 */
export function parseHexdump(text: string): Uint8Array {
  const lines = readLines(text);
  const bytes: number[] = [];
  const base = lines[0]?.offset ?? 0;
  let previous: readonly number[] = [];
  lines.forEach((line, index) => {
    if (line.repeats) repeat(previous, line.offset - base, bytes);
    if (line.offset - base !== bytes.length) {
      const expected = (base + bytes.length).toString(16);
      throw new Failure(
        hexdumpMessages.badOffset({ line: line.number, found: line.offset.toString(16), expected }),
      );
    }
    const next = lines[index + 1];
    const width = next && !next.repeats ? next.offset - line.offset : undefined;
    previous = readBytes(line, width ?? Math.max(previous.length, DUMP_WIDTH));
    for (const byte of previous) bytes.push(byte);
  });
  return Uint8Array.from(bytes);
}

function readLines(text: string): Line[] {
  const lines: Line[] = [];
  let repeats = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    if (trimmed === '*') {
      repeats = true;
      continue;
    }
    const [, offset = '', separator = '', rest = ''] = linePattern.exec(trimmed) ?? [];
    if (offset === '') throw new Failure(hexdumpMessages.badLine({ line: index + 1, text: trimmed }));
    lines.push({
      number: index + 1,
      offset: parseInt(offset, 16),
      colon: separator.startsWith(':'),
      rest,
      repeats,
    });
    repeats = false;
  }
  return lines;
}

/** The pairs of digits at the start of a line's rest: at most `width`, up to the gap before the characters. */
function readBytes({ rest, colon }: Line, width: number): number[] {
  const bytes: number[] = [];
  const pair = colon ? /[^\S\n]?([0-9a-f]{2})/iy : /[^\S\n]{0,2}([0-9a-f]{2})/iy;
  while (bytes.length < width) {
    const digits = pair.exec(rest)?.[1];
    if (digits === undefined) break;
    bytes.push(parseInt(digits, 16));
  }
  return bytes;
}

function repeat(line: readonly number[], upTo: number, bytes: number[]): void {
  if (upTo > LIMIT) throw new Failure(hexdumpMessages.tooLong({ limit: LIMIT / 1024 / 1024 }));
  while (line.length > 0 && bytes.length + line.length <= upTo) for (const byte of line) bytes.push(byte);
}
