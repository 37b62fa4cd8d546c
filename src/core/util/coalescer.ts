import type { Clock } from './clock';
import type { Disposable } from './disposable';

/**
 * Gathers what changed and tells of it together: the first mark waits `intervalMs`, later ones join it. Without a mark
 * nothing happens, so an idle engine sends nothing.
 */
export class Coalescer<K> implements Disposable {
  private marked = new Set<K>();
  private timer: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    /** Milliseconds. */
    private readonly intervalMs: number,
    private readonly tell: (keys: ReadonlySet<K>) => void,
  ) {}

  mark(key: K): void {
    this.marked.add(key);
    this.timer ??= this.clock.after(this.intervalMs, () => {
      this.flush();
    });
  }

  /** Tells now what is marked. */
  flush(): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.marked.size === 0) return;
    const keys = this.marked;
    this.marked = new Set();
    this.tell(keys);
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.marked.clear();
  }
}
