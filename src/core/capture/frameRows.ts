import { createFramer, type Framer } from '../bytes/framer';
import type { Framing } from '../bytes/framing';
import { RowTable } from './rowTable';
import { EntryKind, type Segment } from './segment';
import type { TranscriptLog } from './transcriptLog';

/** A longer frame takes several rows: whatever a framing makes of a stream, a row stays small enough to look into. */
export const ROW_BYTES = 1024 * 1024;
/** What looking at an entry costs besides its bytes, in bytes. */
export const ENTRY_COST = 64;

interface Stream {
  framer: Framer;
  /** The row of the frame under way. */
  open: number | undefined;
}

/** The rows of a transcript under a framing, worked out as far as was asked, in the order of their first bytes. */
export class FrameRows {
  readonly table = new RowTable();
  private streams: readonly Stream[];
  private nextEntry: number;

  /** @param onClosed called with each row that grows no more */
  constructor(
    private readonly log: TranscriptLog,
    private readonly framing: Framing,
    private readonly onClosed: (row: number) => void,
  ) {
    this.nextEntry = log.firstEntry;
    this.streams = this.freshStreams();
  }

  /** Whether the frame of a row has not ended. */
  isOpen(row: number): boolean {
    return this.streams.some((stream) => stream.open === row);
  }

  /** The rows of frames that have not ended: at most one in each direction. */
  openRows(): number[] {
    return this.streams.flatMap((stream) => stream.open ?? []);
  }

  /** Works more entries into rows, until about `maxBytes` were looked at; returns whether that was all. */
  advance(maxBytes: number): boolean {
    this.followEviction();
    for (let looked = 0; this.nextEntry < this.log.endEntry;) {
      if (looked >= maxBytes) return false;
      const segment = this.log.segmentOf(this.nextEntry) as Segment;
      const { entry } = segment.start;
      for (; this.nextEntry < entry + segment.count && looked < maxBytes; this.nextEntry++) {
        this.take(segment, this.nextEntry - entry);
        looked += ENTRY_COST + segment.lengthOf(this.nextEntry - entry);
      }
    }
    return true;
  }

  private followEviction(): void {
    const { firstEntry } = this.log;
    if (firstEntry > this.nextEntry) {
      this.startAnew();
      this.nextEntry = firstEntry;
    }
    this.table.dropBefore(firstEntry);
    for (const stream of this.streams) {
      if (stream.open !== undefined && stream.open < this.table.first) stream.open = undefined;
    }
  }

  private take(segment: Segment, index: number): void {
    const kind = segment.kindOf(index);
    const entry = segment.start.entry + index;
    if (kind <= EntryKind.sent) this.takeChunk(kind, entry, segment.bytesOf(index), segment.timeOf(index));
    else {
      if (kind === EntryKind.begin) this.startAnew();
      this.onClosed(this.table.push(kind, entry, 0));
    }
  }

  private takeChunk(kind: EntryKind, entry: number, bytes: Uint8Array, at: number): void {
    const stream = this.streams[kind] as Stream;
    let start = 0;
    stream.framer.push(bytes, at, (end) => {
      this.extend(stream, kind, entry, start, end);
      this.close(stream);
      start = end;
    });
    this.extend(stream, kind, entry, start, bytes.length);
  }

  /** Adds the bytes from `start` to `end` of an entry to the frame under way. */
  private extend(stream: Stream, kind: EntryKind, entry: number, start: number, end: number): void {
    for (let from = start; from < end;) {
      stream.open ??= this.table.push(kind, entry, from);
      const taken = Math.min(end - from, ROW_BYTES - this.table.lengthOf(stream.open));
      this.table.lengthen(stream.open, taken);
      from += taken;
      if (this.table.lengthOf(stream.open) === ROW_BYTES) this.close(stream);
    }
  }

  private close(stream: Stream): void {
    const row = stream.open;
    stream.open = undefined;
    if (row !== undefined) this.onClosed(row);
  }

  private startAnew(): void {
    for (const stream of this.streams) this.close(stream);
    this.streams = this.freshStreams();
  }

  private freshStreams(): readonly Stream[] {
    return [
      { framer: createFramer(this.framing), open: undefined },
      { framer: createFramer(this.framing), open: undefined },
    ];
  }
}
