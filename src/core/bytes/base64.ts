import type { Message } from '../util/message';
import { ParseFailure, payloadMessages } from './parseFailure';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((character, value) => [character, value]));
// RFC 4648, section 5: the alphabet that is safe in URLs and file names.
values.set('-', 62).set('_', 63);

/**
 * The bytes of base64 in either alphabet of RFC 4648. White space is passed over; the padding may be left out, but what
 * is there must fit.
 * @throws ParseFailure with the place of what is wrong
 */
export function parseBase64(text: string): Uint8Array {
  const { digits, end } = readDigits(text);
  const rest = digits.length % 4;
  if (rest === 1) throw new ParseFailure(payloadMessages.shortBase64(), end - 1, 1);
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  for (let i = 0, out = 0; i < digits.length; i += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = digits.slice(i, i + 4);
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    for (const shift of [16, 8, 0]) if (out < bytes.length) bytes[out++] = group >> shift;
  }
  const last = digits.at(-1) ?? 0;
  const loose = rest === 2 ? last & 0b1111 : rest === 3 ? last & 0b11 : 0;
  if (loose !== 0) throw new ParseFailure(payloadMessages.looseBase64(), end - 1, 1);
  return bytes;
}

/** The six-bit values, and where the last of them ends. */
function readDigits(text: string): { digits: number[]; end: number } {
  const digits: number[] = [];
  let end = 0;
  let padding = 0;
  for (const { 0: character, index } of text.matchAll(/\S/gu)) {
    const value = values.get(character);
    const fail = (message: Message) => new ParseFailure(message, index, character.length);
    if (character === '=') padding++;
    else if (value === undefined) throw fail(payloadMessages.notBase64({ character }));
    else if (padding > 0) throw fail(payloadMessages.afterPadding());
    else {
      digits.push(value);
      end = index + 1;
    }
  }
  if (padding > 0 && (padding > 2 || (digits.length + padding) % 4 !== 0))
    throw new ParseFailure(payloadMessages.badPadding(), text.indexOf('='), text.length - text.indexOf('='));
  return { digits, end };
}

/** RFC 4648, section 4, with padding and without line breaks. */
export function printBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    for (const shift of [18, 12, 6, 0]) text += alphabet[(group >> shift) & 63] ?? '';
  }
  const surplus = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - surplus) + '='.repeat(surplus);
}
