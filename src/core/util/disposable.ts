/** Something that holds a resource. `dispose` may be called any number of times; only the first one counts. */
export interface Disposable {
  dispose(): void;
}

/** Wraps a function as a Disposable that runs it once. */
export function disposable(release: () => void): Disposable {
  let live = true;
  return {
    dispose() {
      if (!live) return;
      live = false;
      release();
    },
  };
}

/** Disposables that end together, the last added first. What is added after the end is disposed at once. */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private ended = false;

  get isDisposed(): boolean {
    return this.ended;
  }

  /** Adds `item` and returns it. */
  add<T extends Disposable>(item: T): T {
    if (this.ended) item.dispose();
    else this.items.add(item);
    return item;
  }

  /** Disposes one item now and forgets it. */
  delete(item: Disposable): void {
    if (this.items.delete(item)) item.dispose();
  }

  dispose(): void {
    this.ended = true;
    const items = [...this.items].reverse();
    this.items.clear();
    for (const item of items) item.dispose();
  }
}
