import type { Direction, TranscriptPage, TranscriptRow, TranscriptView } from '../api/transcript';
import { ENTRY_COST, FrameRows } from './frameRows';
import { compilePattern, type Matcher } from './matcher';
import { EntryKind, type Segment } from './segment';
import type { TranscriptLog } from './transcriptLog';

/** How a search stands: found, at its end, or to be continued from `next`. */
export interface SearchStep {
  readonly found?: number;
  readonly next?: number;
}

/**
 * A transcript as someone looks at it: the rows that pass, by position. It is worked out step by step, so that
 * whoever drives it can do other things in between.
 */
export class View {
  private readonly rows: FrameRows;
  private readonly matches: Matcher | undefined;
  private readonly direction: EntryKind | undefined;
  /** With a filter: the rows that pass, in order; without one every row does. */
  private readonly passed: number[] | undefined;
  /** How many of `passed` are gone. */
  private dropped = 0;

  /** @throws Failure when the filter is not a regular expression */
  constructor(
    private readonly log: TranscriptLog,
    view: TranscriptView,
  ) {
    this.matches = view.filter && compilePattern(view.filter);
    this.direction = view.direction && EntryKind[view.direction];
    this.passed = view.filter || view.direction ? [] : undefined;
    this.rows = new FrameRows(log, view.framing, (row) => {
      this.judge(row);
    });
  }

  /** Position of the first row that is left. */
  get first(): number {
    return this.passed ? this.dropped : this.rows.table.first;
  }

  /** Position after the last row. */
  get end(): number {
    return this.passed ? this.dropped + this.passed.length : this.rows.table.end;
  }

  /** Works more of the transcript in, until about `maxBytes` were looked at; returns whether that was all. */
  advance(maxBytes: number): boolean {
    const complete = this.rows.advance(maxBytes);
    this.dropEvicted();
    for (const row of this.rows.openRows()) this.judge(row);
    return complete;
  }

  /** Rows from a position on (a negative one counts from the end), as far as they are worked out. */
  page(from: number, count: number, maxBytes: number): Omit<TranscriptPage, 'complete'> {
    const { first, end } = this;
    const start = Math.min(Math.max(from < 0 ? end + from : from, first), end);
    const rows: TranscriptRow[] = [];
    for (let position = start; position < Math.min(start + count, end); position++) {
      rows.push(this.rowAt(position, maxBytes));
    }
    return { rows, from: start, first, end };
  }

  /**
   * Looks at frames from a position on, or backwards, until one matches or `maxBytes` were looked at.
   * @returns where to go on when neither a match nor the end was reached
   */
  search(matches: Matcher, from: number, backwards: boolean, maxBytes: number): SearchStep {
    const step = backwards ? -1 : 1;
    let position = backwards ? Math.min(from, this.end - 1) : Math.max(from, this.first);
    for (let looked = 0; position >= this.first && position < this.end; position += step) {
      if (looked >= maxBytes) return { next: position };
      const row = this.rowOf(position);
      if (this.isNote(row)) continue;
      if (matches(this.bytesOf(row))) return { found: position };
      looked += this.rows.table.lengthOf(row) + ENTRY_COST;
    }
    return {};
  }

  /** Lets a row in if it passes; one that is in stays. */
  private judge(row: number): void {
    if (!this.passed || !this.passes(row)) return;
    const place = lowerBound(this.passed, row);
    if (this.passed[place] !== row) this.passed.splice(place, 0, row);
  }

  private passes(row: number): boolean {
    if (this.isNote(row)) return !this.matches;
    if (this.direction !== undefined && this.rows.table.kindOf(row) !== this.direction) return false;
    return !this.matches || this.matches(this.bytesOf(row));
  }

  private dropEvicted(): void {
    if (!this.passed) return;
    const gone = lowerBound(this.passed, this.rows.table.first);
    if (gone === 0) return;
    this.passed.splice(0, gone);
    this.dropped += gone;
  }

  private rowOf(position: number): number {
    return this.passed ? (this.passed[position - this.dropped] as number) : position;
  }

  private rowAt(position: number, maxBytes: number): TranscriptRow {
    const row = this.rowOf(position);
    const { table } = this.rows;
    const at = this.timeOf(row);
    const sinceMs = position > this.first ? at - this.timeOf(this.rowOf(position - 1)) : 0;
    if (this.isNote(row)) return { kind: 'note', at, sinceMs, message: this.noteOf(row) };
    return {
      kind: 'frame',
      direction: directions[table.kindOf(row)] as Direction,
      at,
      sinceMs,
      length: table.lengthOf(row),
      bytes: this.bytesOf(row, maxBytes),
      open: this.rows.isOpen(row),
    };
  }

  private isNote(row: number): boolean {
    return this.rows.table.kindOf(row) > EntryKind.sent;
  }

  private timeOf(row: number): number {
    const [segment, index] = this.placeOf(row);
    return segment.timeOf(index);
  }

  private noteOf(row: number) {
    const [segment, index] = this.placeOf(row);
    return segment.noteOf(index);
  }

  private placeOf(row: number): readonly [Segment, number] {
    const entry = this.rows.table.entryOf(row);
    const segment = this.log.segmentOf(entry) as Segment;
    return [segment, entry - segment.start.entry];
  }

  private bytesOf(row: number, maxBytes = Infinity): Uint8Array {
    const { table } = this.rows;
    const length = Math.min(table.lengthOf(row), maxBytes);
    return this.log.copyFrom(table.entryOf(row), table.offsetOf(row), length);
  }
}

const directions: readonly Direction[] = ['received', 'sent'];

/** The first place whose number is not below `wanted`. */
function lowerBound(numbers: readonly number[], wanted: number): number {
  let low = 0;
  for (let high = numbers.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
