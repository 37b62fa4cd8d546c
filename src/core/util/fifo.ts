/** First in, first out; taking from the front costs the same however long it is. */
export class Fifo<T> {
  private items: T[] = [];
  private head = 0;

  get size(): number {
    return this.items.length - this.head;
  }

  push(value: T): void {
    this.items.push(value);
  }

  /** The next one out. */
  peek(): T | undefined {
    return this.items[this.head];
  }

  shift(): T | undefined {
    const value = this.items[this.head];
    if (this.head < this.items.length) this.head++;
    if (this.head * 2 >= this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return value;
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }
}
