/** Something that can be on one roster at a time. The roster alone sets its seat. */
export interface Seated {
  /** −1 while it is on none. */
  seat: number;
}

/**
 * A set, in no order, of objects that come and go by the thousand each second. A `Set` would drop its table whenever
 * removals have piled up in it, and V8 keeps alive what stood in a dropped table until the next full collection:
 * with each connection that has ended.
 */
export class Roster<T extends Seated> implements Iterable<T> {
  private readonly seats: T[] = [];

  get size(): number {
    return this.seats.length;
  }

  has(item: T): boolean {
    return this.seats[item.seat] === item;
  }

  /** Puts it on the roster, once; it must not be on another. */
  add(item: T): void {
    if (this.has(item)) return;
    item.seat = this.seats.push(item) - 1;
  }

  /** Returns whether it was on the roster. */
  delete(item: T): boolean {
    const { seat } = item;
    if (!this.has(item)) return false;
    const last = this.seats.pop()!;
    if (last !== item) {
      this.seats[seat] = last;
      last.seat = seat;
    }
    item.seat = -1;
    return true;
  }

  clear(): void {
    for (const item of this.seats) item.seat = -1;
    this.seats.length = 0;
  }

  /** Those that are on it now and still are when their turn comes. */
  *[Symbol.iterator](): Iterator<T> {
    for (const item of [...this.seats]) if (this.has(item)) yield item;
  }
}
