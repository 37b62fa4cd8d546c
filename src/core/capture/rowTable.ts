import type { EntryKind } from './segment';

/**
 * Rows as columns of numbers: millions of them take little memory. Each row points to where its bytes begin (entry
 * and offset within it). Rows keep their index when older ones are dropped.
 */
export class RowTable {
  private kinds = new Uint8Array(256);
  private entries = new Float64Array(256);
  private offsets = new Uint32Array(256);
  private lengths = new Uint32Array(256);
  /** Index of the row at place 0 of the columns. */
  private base = 0;
  private firstRow = 0;
  private endRow = 0;

  /** Index of the first row that is left; as many were dropped. */
  get first(): number {
    return this.firstRow;
  }

  /** Index after the last row. */
  get end(): number {
    return this.endRow;
  }

  /** Adds a row without length; returns its index. */
  push(kind: EntryKind, entry: number, offset: number): number {
    if (this.endRow - this.base === this.kinds.length) this.makeRoom();
    const place = this.endRow - this.base;
    this.kinds[place] = kind;
    this.entries[place] = entry;
    this.offsets[place] = offset;
    this.lengths[place] = 0;
    return this.endRow++;
  }

  lengthen(row: number, by: number): void {
    this.lengths[row - this.base] = this.lengthOf(row) + by;
  }

  kindOf(row: number): EntryKind {
    return this.kinds[row - this.base] as EntryKind;
  }

  entryOf(row: number): number {
    return this.entries[row - this.base] as number;
  }

  offsetOf(row: number): number {
    return this.offsets[row - this.base] as number;
  }

  lengthOf(row: number): number {
    return this.lengths[row - this.base] as number;
  }

  /** Drops the rows that begin before an entry. */
  dropBefore(entry: number): void {
    let low = this.firstRow;
    for (let high = this.endRow; low < high;) {
      const middle = (low + high) >>> 1;
      if (this.entryOf(middle) < entry) low = middle + 1;
      else high = middle;
    }
    this.firstRow = low;
  }

  /** Forgets dropped rows when they are at least half, otherwise doubles the columns. */
  private makeRoom(): void {
    const from = this.firstRow - this.base;
    const length = this.kinds.length * (from >= this.kinds.length / 2 ? 1 : 2);
    this.kinds = moved(this.kinds, new Uint8Array(length), from);
    this.entries = moved(this.entries, new Float64Array(length), from);
    this.offsets = moved(this.offsets, new Uint32Array(length), from);
    this.lengths = moved(this.lengths, new Uint32Array(length), from);
    this.base = this.firstRow;
  }
}

function moved<T extends Uint8Array | Uint32Array | Float64Array>(old: T, fresh: T, from: number): T {
  fresh.set(old.subarray(from));
  return fresh;
}
