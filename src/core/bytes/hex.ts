import { ParseFailure, payloadMessages } from './parseFailure';

/**
 * The bytes of a hexadecimal text, in either case. Spaces, line breaks, `, ; : - _` may stand between bytes, `0x` or
 * `\x` before each of them.
 * @throws ParseFailure with the place of what is not hexadecimal
 */
export function parseHex(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const { 0: token, index } of text.matchAll(/(?:0[xX]|\\x)?[0-9a-fA-F]+|[^]/gu)) {
    if (/^[\s,;:_-]$/.test(token)) continue;
    const digits = token.replace(/^(0[xX]|\\x)/, '');
    if (!/^[0-9a-fA-F]+$/.test(digits))
      throw new ParseFailure(payloadMessages.notHex({ character: token }), index, token.length);
    if (digits.length % 2 === 1)
      throw new ParseFailure(payloadMessages.halfByte({ digits: token }), index, token.length);
    for (let i = 0; i < digits.length; i += 2) bytes.push(parseInt(digits.slice(i, i + 2), 16));
  }
  return Uint8Array.from(bytes);
}

/** Two lower-case digits for each byte. */
export function printHex(bytes: Uint8Array, separator = ' '): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
}
