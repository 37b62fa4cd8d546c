const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of well-formed UTF-8; `undefined` when it is not. A byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** How many bytes from `at` are one well-formed UTF-8 character; 0 when none begins there (RFC 3629, section 4). */
export function utf8Length(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
  const lead = bytes[at] ?? 0xff;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (!inRange(bytes[at + 1], ...secondByte(lead))) return 0;
  if (lead < 0xe0) return 2;
  if (!inRange(bytes[at + 2], 0x80, 0xbf)) return 0;
  if (lead < 0xf0) return 3;
  return inRange(bytes[at + 3], 0x80, 0xbf) ? 4 : 0;
}

/** Some lead bytes narrow what follows: no overlong forms, no surrogates, nothing above U+10FFFF. */
function secondByte(lead: number): readonly [low: number, high: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

function inRange(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high;
}
