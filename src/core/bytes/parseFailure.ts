import { Failure, catalog, type Message } from '../util/message';

/** A text that cannot be read as bytes, and the part of it that is wrong: UTF-16 units from its start. */
export class ParseFailure extends Failure {
  constructor(
    detail: Message,
    readonly offset: number,
    readonly length: number,
  ) {
    super(detail);
  }

  /** The same, in a text that begins `by` units earlier. */
  shifted(by: number): ParseFailure {
    return new ParseFailure(this.detail, this.offset + by, this.length);
  }
}

export const payloadMessages = catalog('payload', {
  loneBackslash: 'The text ends with a single backslash. Write \\\\ for a backslash.',
  unknownEscape: '“{escape}” is not an escape. Write \\\\ for a backslash; the escapes are {known}.',
  badHexEscape: '“{escape}” needs two hexadecimal digits, such as \\x0a.',
  badUnicodeEscape: '“{escape}” is not a character. Write \\u{open}1f600} or \\u00e9, up to 10ffff.',
  octalEscape:
    '“{escape}” looks like an octal escape, which is not known here. Write \\x00 for a NUL before a digit.',
  loneSurrogate: 'U+{code} is half a character and has no bytes of its own. Write \\xHH for single bytes.',
  notHex: '“{character}” is not a hexadecimal digit.',
  halfByte:
    '“{digits}” has an odd number of digits: half a byte is left over. Write two digits for each byte.',
  notBase64: '“{character}” does not belong to base64.',
  shortBase64: 'The base64 text is cut short: its last group has a single character.',
  looseBase64: 'The last base64 character has bits that belong to no byte: the text is damaged or cut.',
  afterPadding: 'Nothing may follow the “=” at the end of base64.',
  badPadding: 'The “=” at the end of base64 does not fill its last group of four characters.',
  unknownPlace: '“{open}{name}}” is not a value. Known are {known}; write {open}{open} for a brace.',
  similarPlace:
    '“{open}{name}}” is not a value. Did you mean {open}{similar}}? Write {open}{open} for a brace.',
  openBrace: 'This brace opens a value that does not end. Write {open}{open} for a brace.',
});
