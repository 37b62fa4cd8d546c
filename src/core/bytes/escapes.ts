import type { Message } from '../util/message';
import { concatBytes } from './concat';
import { ParseFailure, payloadMessages } from './parseFailure';
import { decodeUtf8, encodeUtf8, utf8Length } from './utf8';

/** Escapes of one letter, and the byte that each stands for (C, and `\e` of the shells). */
const letters: Readonly<Record<string, number>> = {
  '0': 0x00,
  a: 0x07,
  b: 0x08,
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
  e: 0x1b,
  '"': 0x22,
  "'": 0x27,
  '\\': 0x5c,
};

const known = '\\n \\r \\t \\0 \\a \\b \\e \\f \\v \\" \\xHH \\uHHHH \\u{H…}';

/** Escapes that printing uses: the others are clearer as they are, or as \xHH. */
const printed = new Map([0x00, 0x09, 0x0a, 0x0d, 0x1b].map((code) => [code, `\\${letterOf(code)}`]));

/**
 * The bytes of a text with escapes: `\n \r \t \0 \a \b \e \f \v \\ \" \'`, `\xHH` for a byte, `\uHHHH` and `\u{H…}`
 * for a character. Nothing is added that is not written, no line ending and no terminator.
 * @param encode the encoding of everything but `\xHH`
 * @throws ParseFailure with the place of what is not an escape
 */
export function parseEscapes(text: string, encode: (text: string) => Uint8Array = encodeUtf8): Uint8Array {
  const parts: Uint8Array[] = [];
  // Characters are gathered before they are encoded: two \u escapes can be the halves of one.
  let run = '';
  let runStart = 0;
  const endRun = (end: number) => {
    if (run !== '') parts.push(encodeRun(run, runStart, end, encode));
    run = '';
  };
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (/^\\x../.test(token)) {
      endRun(index);
      runStart = index + token.length;
      parts.push(Uint8Array.of(parseInt(token.slice(2), 16)));
    } else run += token.startsWith('\\') ? characterOf(token, index, text) : token;
  }
  endRun(text.length);
  return concatBytes(parts);
}

const tokens = /[^\\]+|\\x[0-9a-fA-F]{2}|\\u\{[^}]*\}?|\\u[0-9a-fA-F]{0,4}|\\[^]?/gu;

function characterOf(escape: string, at: number, text: string): string {
  const fail = (message: Message, length = escape.length) => new ParseFailure(message, at, length);
  if (escape === '\\') throw fail(payloadMessages.loneBackslash());
  if (escape === '\\x') throw fail(payloadMessages.badHexEscape({ escape: text.slice(at, at + 4) }));
  if (escape.startsWith('\\u')) return unicodeOf(escape, at);
  const code = letters[escape.slice(1)];
  if (code === undefined) throw fail(payloadMessages.unknownEscape({ escape, known }));
  const next = text[at + 2] ?? '';
  if (code === 0 && /\d/.test(next)) throw fail(payloadMessages.octalEscape({ escape: escape + next }), 3);
  return String.fromCharCode(code);
}

function unicodeOf(escape: string, at: number): string {
  const digits = /^\\u(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))$/.exec(escape);
  const code = digits ? parseInt(digits[1] ?? digits[2] ?? '', 16) : Infinity;
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  throw new ParseFailure(payloadMessages.badUnicodeEscape({ escape, open: '{' }), at, escape.length);
}

function encodeRun(run: string, at: number, end: number, encode: (text: string) => Uint8Array): Uint8Array {
  const lone = /[\ud800-\udfff]/u.exec(run);
  if (!lone) return encode(run);
  const code = lone[0].charCodeAt(0).toString(16).toUpperCase();
  throw new ParseFailure(payloadMessages.loneSurrogate({ code }), at, end - at);
}

/**
 * The bytes as a text that `parseEscapes` reads back exactly: well-formed UTF-8 as it is, but for what cannot be seen;
 * every other byte as \xHH.
 */
export function printEscapes(bytes: Uint8Array): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = utf8Length(bytes, at);
    if (length === 0) {
      text += printText(bytes.subarray(from, at)) + printByte(bytes[at] as number);
      from = at + 1;
    }
    at += length || 1;
  }
  return text + printText(bytes.subarray(from));
}

function printText(utf8: Uint8Array): string {
  const text = decodeUtf8(utf8) ?? '';
  return text.replace(/\\|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, (character, at: number) =>
    printCharacter(character, /^\d/.test(text.slice(at + 1, at + 2))),
  );
}

function printCharacter(character: string, beforeDigit: boolean): string {
  if (character === '\\') return '\\\\';
  const code = character.codePointAt(0) as number;
  if (code === 0 && beforeDigit) return printByte(0);
  return printed.get(code) ?? (code < 0x80 ? printByte(code) : `\\u{${code.toString(16)}}`);
}

function printByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

function letterOf(code: number): string {
  return Object.keys(letters).find((letter) => letters[letter] === code) ?? '';
}
