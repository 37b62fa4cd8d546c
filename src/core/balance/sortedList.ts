/** Items by ascending key; among equal keys, the first that came in stays first. */
export class SortedList<T extends { readonly key: number }> {
  private readonly items: T[] = [];

  get first(): T | undefined {
    return this.items[0];
  }

  insert(item: T): void {
    this.items.splice(
      this.lowest((key) => key > item.key),
      0,
      item,
    );
  }

  /** The key must be the one that the item was inserted with. */
  remove(item: T): void {
    const at = this.items.indexOf(
      item,
      this.lowest((key) => key >= item.key),
    );
    if (at >= 0) this.items.splice(at, 1);
  }

  /** The first index whose key satisfies `isBeyond`, which must hold from some key on. */
  private lowest(isBeyond: (key: number) => boolean): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBeyond(this.items[middle]!.key)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
