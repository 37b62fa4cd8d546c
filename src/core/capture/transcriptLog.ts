import type { Direction } from '../api/transcript';
import { concatBytes } from '../bytes/concat';
import type { Message } from '../util/message';
import { CHUNK_BYTES, EntryKind, Segment, encodeNote, type SegmentStart } from './segment';

const origin: SegmentStart = { entry: 0, chunks: 0, received: 0, sent: 0 };

/** What is copied out of the log: the bytes, and the offset that they really begin at. */
export interface Extract {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * The chunks and notes of one transcript, in order, in memory. Entries have numbers that never change; the oldest
 * segments can be taken away, which moves `firstEntry` on.
 */
export class TranscriptLog {
  private segments: Segment[] = [];
  private sealed = true;

  /** @param start where it goes on, when older parts are gone already */
  constructor(private start: SegmentStart = origin) {}

  /** Number of the first entry that is left, and of the one that comes next. */
  get firstEntry(): number {
    return this.first.entry;
  }

  get endEntry(): number {
    return this.last.entry;
  }

  /** Chunks and bytes that were recorded, with those that are evicted. */
  get total(): SegmentStart {
    return this.last;
  }

  get evicted(): { readonly chunks: number; readonly bytes: number } {
    const { chunks, received, sent } = this.first;
    return { chunks, bytes: received + sent };
  }

  /** Bytes of memory that it takes. */
  get size(): number {
    let size = 0;
    for (const segment of this.segments) size += segment.size;
    return size;
  }

  get segmentCount(): number {
    return this.segments.length;
  }

  /** Oldest first. */
  segmentAt(index: number): Segment | undefined {
    return this.segments[index];
  }

  /** Copies bytes in, those of a long chunk in several entries. Returns by how much the memory grew. */
  record(kind: EntryKind, bytes: Uint8Array, at: number): number {
    let grown = 0;
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
      grown += this.append(kind, bytes.subarray(from, from + CHUNK_BYTES), at);
    }
    return grown;
  }

  /** Writes a note down. Returns by how much the memory grew. */
  note(kind: typeof EntryKind.note | typeof EntryKind.begin, message: Message, at: number): number {
    return this.append(kind, encodeNote(message), at);
  }

  /** Adds one entry of at most CHUNK_BYTES. Returns by how much the memory grew. */
  append(kind: EntryKind, bytes: Uint8Array, at: number): number {
    const current = this.sealed ? undefined : this.segments.at(-1);
    const before = current?.size ?? 0;
    if (current?.append(kind, bytes, at)) return current.size - before;
    const fresh = new Segment(this.last, this.segments.length > 0);
    this.segments.push(fresh);
    this.sealed = false;
    fresh.append(kind, bytes, at);
    return fresh.size;
  }

  /** Ends the newest segment: the next entry begins another. */
  seal(): void {
    this.sealed = true;
  }

  /** Takes the oldest segment away; returns it. */
  evict(): Segment | undefined {
    this.start = this.segments[0]?.next ?? this.start;
    if (this.segments.length === 1) this.seal();
    return this.segments.shift();
  }

  /** The segment that holds an entry; undefined when it is evicted or not there yet. */
  segmentOf(entry: number): Segment | undefined {
    if (entry < this.firstEntry || entry >= this.endEntry) return undefined;
    let low = 0;
    for (let high = this.segments.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((this.segments[middle] as Segment).start.entry <= entry) low = middle;
      else high = middle - 1;
    }
    return this.segments[low];
  }

  /** A copy of `length` bytes of one stream, from a place within a chunk on; fewer when there are no more. */
  copyFrom(entry: number, offset: number, length: number): Uint8Array {
    const copy = new Uint8Array(length);
    let filled = 0;
    const kind = this.segmentOf(entry)?.kindOf(entry - (this.segmentOf(entry)?.start.entry ?? 0));
    for (let number = entry; filled < length;) {
      const segment = this.segmentOf(number);
      if (!segment) break;
      for (let i = number - segment.start.entry; i < segment.count && filled < length; i++, number++) {
        if (segment.kindOf(i) !== kind) continue;
        const from = number === entry ? offset : 0;
        const part = segment.bytesOf(i).subarray(from, from + length - filled);
        copy.set(part, filled);
        filled += part.length;
      }
    }
    return filled === length ? copy : copy.slice(0, filled);
  }

  /** A copy of the bytes of one direction, or of both as they were recorded, from `offset` or what is left after it. */
  extract(direction: Direction | undefined, offset: number, length: number): Extract {
    const from = Math.max(offset, positionOf(this.first, direction));
    const parts: Uint8Array[] = [];
    let wanted = length;
    let position = from;
    for (const segment of this.segments) {
      if (wanted === 0 || positionOf(segment.next, direction) <= position) continue;
      const part = partOf(segment, direction, position - positionOf(segment.start, direction), wanted);
      parts.push(part);
      wanted -= part.length;
      position += part.length;
    }
    return { offset: from, bytes: concatBytes(parts) };
  }

  private get first(): SegmentStart {
    return this.segments[0]?.start ?? this.start;
  }

  private get last(): SegmentStart {
    return this.segments.at(-1)?.next ?? this.start;
  }
}

function positionOf(start: SegmentStart, direction: Direction | undefined): number {
  return direction ? start[direction] : start.received + start.sent;
}

/** A copy of at most `length` bytes of a segment's stream from `offset` on. */
function partOf(
  segment: Segment,
  direction: Direction | undefined,
  offset: number,
  length: number,
): Uint8Array {
  const available = direction ? segment[direction] : segment.payload;
  const part = new Uint8Array(Math.min(length, available - offset));
  let skip = offset;
  let filled = 0;
  for (let i = 0; i < segment.count && filled < part.length; i++) {
    if (!isOf(segment.kindOf(i), direction)) continue;
    const bytes = segment.bytesOf(i);
    const piece = bytes.subarray(skip, skip + part.length - filled);
    skip = Math.max(0, skip - bytes.length);
    part.set(piece, filled);
    filled += piece.length;
  }
  return part;
}

function isOf(kind: EntryKind, direction: Direction | undefined): boolean {
  return direction ? kind === EntryKind[direction] : kind <= EntryKind.sent;
}
