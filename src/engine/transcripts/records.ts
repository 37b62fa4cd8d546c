import type { Segment, SegmentStart } from '../../core/capture/segment';
import { CHUNK_BYTES, EntryKind } from '../../core/capture/segment';

/**
 * How a segment lies in a file: a head (magic, then where the segment starts as four doubles), then a record for each
 * entry: kind (1 byte), wall time (double), length (4 bytes), bytes. All little-endian. Records are only ever added,
 * so that whatever was written before a sudden end can be read.
 */
const MAGIC = Buffer.from('WBT1', 'latin1');
const HEAD_BYTES = MAGIC.length + 4 * 8;
const RECORD_BYTES = 1 + 8 + 4;

export function encodeHead(start: SegmentStart): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  [start.entry, start.chunks, start.received, start.sent].forEach((value, index) => {
    head.writeDoubleLE(value, MAGIC.length + index * 8);
  });
  return head;
}

/** The entries of a segment from the one at `from` on. */
export function encodeRecords(segment: Segment, from: number): Buffer {
  let length = 0;
  for (let i = from; i < segment.count; i++) length += RECORD_BYTES + segment.lengthOf(i);
  const records = Buffer.allocUnsafe(length);
  let at = 0;
  for (let i = from; i < segment.count; i++) {
    at = records.writeUInt8(segment.kindOf(i), at);
    at = records.writeDoubleLE(segment.timeOf(i), at);
    at = records.writeUInt32LE(segment.lengthOf(i), at);
    records.set(segment.bytesOf(i), at);
    at += segment.lengthOf(i);
  }
  return records;
}

export interface StoredEntry {
  readonly kind: EntryKind;
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface StoredSegment {
  readonly start: SegmentStart;
  readonly entries: readonly StoredEntry[];
  /** Bytes at the end of the file that are no record. */
  readonly unreadable: number;
}

/** What can be read of a segment's file; undefined when it is none. */
export function decodeSegment(file: Buffer): StoredSegment | undefined {
  if (file.length < HEAD_BYTES || !file.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const [entry = 0, chunks = 0, received = 0, sent = 0] = [0, 1, 2, 3].map((index) =>
    file.readDoubleLE(MAGIC.length + index * 8),
  );
  if (![entry, chunks, received, sent].every((value) => Number.isSafeInteger(value) && value >= 0))
    return undefined;
  const entries: StoredEntry[] = [];
  let at = HEAD_BYTES;
  for (let record; (record = decodeRecord(file, at)); at += RECORD_BYTES + record.bytes.length)
    entries.push(record);
  return { start: { entry, chunks, received, sent }, entries, unreadable: file.length - at };
}

function decodeRecord(file: Buffer, at: number): StoredEntry | undefined {
  if (at + RECORD_BYTES > file.length) return undefined;
  const kind = file.readUInt8(at);
  const time = file.readDoubleLE(at + 1);
  const length = file.readUInt32LE(at + 9);
  const start = at + RECORD_BYTES;
  if (length > CHUNK_BYTES || start + length > file.length || !Number.isFinite(time)) return undefined;
  const bytes = file.subarray(start, start + length);
  return isEntry(kind, bytes) ? { kind, at: time, bytes } : undefined;
}

function isEntry(kind: number, bytes: Buffer): kind is EntryKind {
  if (kind === EntryKind.received || kind === EntryKind.sent) return true;
  if (kind !== EntryKind.note && kind !== EntryKind.begin) return false;
  try {
    const note = JSON.parse(bytes.toString()) as { template?: unknown; args?: unknown } | null;
    return typeof note?.template === 'string' && typeof note.args === 'object' && note.args !== null;
  } catch {
    return false;
  }
}
