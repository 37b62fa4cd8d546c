/** The last `capacity` values, oldest first; `dropped` counts those that had to go. */
export class Ring<T> implements Iterable<T> {
  private items: T[] = [];
  private head = 0;
  private lost = 0;

  /** @throws RangeError when `capacity` is not a whole number ≥ 1 */
  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`capacity ${capacity} is not ≥ 1`);
  }

  get size(): number {
    return this.items.length;
  }

  /** How many values were pushed out by newer ones. */
  get dropped(): number {
    return this.lost;
  }

  /** Returns the value that had to go for it, if one had to. */
  push(value: T): T | undefined {
    if (this.items.length < this.capacity) {
      this.items.push(value);
      return undefined;
    }
    const oldest = this.items[this.head];
    this.items[this.head] = value;
    this.head = (this.head + 1) % this.capacity;
    this.lost++;
    return oldest;
  }

  /** The newest value. */
  last(): T | undefined {
    return this.items[(this.head + this.items.length - 1) % this.items.length];
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.items.length; i++) yield this.items[(this.head + i) % this.items.length] as T;
  }
}
