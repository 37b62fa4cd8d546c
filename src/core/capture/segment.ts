import { encodeUtf8 } from '../bytes/utf8';
import type { Message } from '../util/message';

/** Bytes in either direction, a note, or a note at which both streams start anew. */
export const EntryKind = { received: 0, sent: 1, note: 2, begin: 3 } as const;
export type EntryKind = (typeof EntryKind)[keyof typeof EntryKind];

/** Where a segment stands in its transcript: what was recorded before it. */
export interface SegmentStart {
  /** Number of its first entry. */
  readonly entry: number;
  readonly chunks: number;
  readonly received: number;
  readonly sent: number;
}

export const SEGMENT_BYTES = 1024 * 1024;
/** Longer chunks are recorded as several, so that segments fill well and one chunk never fills the store. */
export const CHUNK_BYTES = SEGMENT_BYTES / 4;
const SEGMENT_ENTRIES = 65_536;
const SMALLEST = { bytes: 1024, entries: 16 };
/** Of the index, for each entry: kind, time, end. */
const ENTRY_BYTES = 1 + 8 + 4;

const decoder = new TextDecoder();

/**
 * Consecutive entries of a transcript: their bytes in one array, and a compact index. It begins small, since most
 * connections are short, and doubles until it is full.
 */
export class Segment {
  private bytes: Uint8Array;
  private kinds: Uint8Array;
  private times: Float64Array;
  private ends: Uint32Array;
  private used = 0;
  private entries = 0;
  private byKind = [0, 0, 0, 0];
  private chunkCount = 0;

  /** @param roomy whether it is likely to be filled, and gets its full size at once */
  constructor(
    readonly start: SegmentStart,
    roomy = false,
  ) {
    const entries = roomy ? 1024 : SMALLEST.entries;
    this.bytes = new Uint8Array(roomy ? SEGMENT_BYTES : SMALLEST.bytes);
    this.kinds = new Uint8Array(entries);
    this.times = new Float64Array(entries);
    this.ends = new Uint32Array(entries);
  }

  /** Number of entries. */
  get count(): number {
    return this.entries;
  }

  /** Bytes of memory that it takes. */
  get size(): number {
    return this.bytes.length + this.kinds.length * ENTRY_BYTES;
  }

  /** Bytes of the entries that are not notes. */
  get payload(): number {
    return this.received + this.sent;
  }

  get received(): number {
    return this.byKind[EntryKind.received] as number;
  }

  get sent(): number {
    return this.byKind[EntryKind.sent] as number;
  }

  get chunks(): number {
    return this.chunkCount;
  }

  /** What the segment after it starts with. */
  get next(): SegmentStart {
    const { entry, chunks, received, sent } = this.start;
    return {
      entry: entry + this.entries,
      chunks: chunks + this.chunks,
      received: received + this.received,
      sent: sent + this.sent,
    };
  }

  /** Copies an entry in, unless the segment is full: then it returns false. */
  append(kind: EntryKind, bytes: Uint8Array, at: number): boolean {
    if (this.used + bytes.length > SEGMENT_BYTES || this.entries === SEGMENT_ENTRIES) return false;
    if (this.used + bytes.length > this.bytes.length) this.growBytes(this.used + bytes.length);
    if (this.entries === this.kinds.length) this.growIndex();
    this.bytes.set(bytes, this.used);
    this.used += bytes.length;
    this.kinds[this.entries] = kind;
    this.times[this.entries] = at;
    this.ends[this.entries] = this.used;
    this.entries++;
    this.byKind[kind] = (this.byKind[kind] as number) + bytes.length;
    if (kind <= EntryKind.sent) this.chunkCount++;
    return true;
  }

  kindOf(index: number): EntryKind {
    return this.kinds[index] as EntryKind;
  }

  /** Wall time. */
  timeOf(index: number): number {
    return this.times[index] as number;
  }

  lengthOf(index: number): number {
    return (this.ends[index] as number) - this.startOf(index);
  }

  /** The entry's bytes where they lie: to be read at once, never kept. */
  bytesOf(index: number): Uint8Array {
    return this.bytes.subarray(this.startOf(index), this.ends[index]);
  }

  noteOf(index: number): Message {
    return JSON.parse(decoder.decode(this.bytesOf(index))) as Message;
  }

  private startOf(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] as number);
  }

  private growBytes(needed: number): void {
    let length = this.bytes.length;
    while (length < needed) length *= 2;
    const grown = new Uint8Array(Math.min(length, SEGMENT_BYTES));
    grown.set(this.bytes.subarray(0, this.used));
    this.bytes = grown;
  }

  private growIndex(): void {
    const { kinds, times, ends } = this;
    this.kinds = new Uint8Array(kinds.length * 2);
    this.times = new Float64Array(kinds.length * 2);
    this.ends = new Uint32Array(kinds.length * 2);
    this.kinds.set(kinds);
    this.times.set(times);
    this.ends.set(ends);
  }
}

/** A note as the bytes of its entry. */
export function encodeNote(message: Message): Uint8Array {
  return encodeUtf8(JSON.stringify(message));
}
