import { encodeUtf8 } from './utf8';

/** Encodings to write and read text in, by their labels in the Encoding standard; `latin1` is ISO 8859-1 itself. */
export const encodings = [
  'utf-8',
  'latin1',
  'euc-kr',
  'shift_jis',
  'euc-jp',
  'gbk',
  'big5',
  'windows-1251',
  'windows-1252',
  'utf-16le',
  'utf-16be',
] as const;
export type Encoding = (typeof encodings)[number];

/** The bytes of a text, or the first character that the encoding does not have. */
export type EncodeResult = { readonly bytes: Uint8Array } | { readonly missing: string };

/** What is not text in the encoding becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding !== 'latin1') return decoderOf(encoding).decode(bytes);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function encodeText(text: string, encoding: Encoding): EncodeResult {
  if (encoding === 'utf-8') return { bytes: encodeUtf8(text) };
  if (encoding === 'utf-16le' || encoding === 'utf-16be')
    return { bytes: encodeUtf16(text, encoding === 'utf-16be') };
  const bytes: number[] = [];
  for (const character of text) {
    const code = codesOf(encoding).get(character);
    if (!code) return { missing: character };
    bytes.push(...code);
  }
  return { bytes: Uint8Array.from(bytes) };
}

function encodeUtf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i + (bigEndian ? 0 : 1)] = unit >> 8;
    bytes[2 * i + (bigEndian ? 1 : 0)] = unit & 0xff;
  }
  return bytes;
}

type Codes = ReadonlyMap<string, readonly number[]>;

type Decoder = InstanceType<typeof TextDecoder>;

const decoders = new Map<Encoding, Decoder>();
const tables = new Map<Encoding, Codes>();

function decoderOf(encoding: Encoding): Decoder {
  const decoder = decoders.get(encoding) ?? new TextDecoder(encoding, { ignoreBOM: true });
  decoders.set(encoding, decoder);
  return decoder;
}

/** Every character of an encoding with its bytes: the platform can only decode, so its decoder is asked for them all. */
function codesOf(encoding: Encoding): Codes {
  const known = tables.get(encoding) ?? readCodes(encoding);
  tables.set(encoding, known);
  return known;
}

function readCodes(encoding: Encoding): Codes {
  const codes = new Map<string, readonly number[]>();
  const learn = (bytes: readonly number[]) => {
    const text = decodeText(Uint8Array.from(bytes), encoding);
    // The first code of a character is the usual one; later ones are there for old data only.
    if (text !== '\ufffd' && [...text].length === 1 && !codes.has(text)) codes.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) learn([byte]);
  for (const lead of leadBytes(encoding)) for (let trail = 0x40; trail < 0xff; trail++) learn([lead, trail]);
  return codes;
}

/** The bytes that begin a character of two. */
function leadBytes(encoding: Encoding): number[] {
  if (!isDoubleByte(encoding)) return [];
  const leads = Array.from({ length: 0xff - 0x81 }, (_, i) => 0x81 + i);
  // NEC's own copies of IBM's characters are read but never written (Encoding standard, Shift_JIS encoder).
  return encoding === 'shift_jis' ? leads.filter((lead) => lead !== 0xed && lead !== 0xee) : leads;
}

function isDoubleByte(encoding: Encoding): boolean {
  return ['euc-kr', 'shift_jis', 'euc-jp', 'gbk', 'big5'].includes(encoding);
}
