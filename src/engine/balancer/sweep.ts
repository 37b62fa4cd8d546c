import type { Clock } from '../../core/util/clock';
import type { Disposable } from '../../core/util/disposable';
import { Roster, type Seated } from '../../core/util/roster';

/**
 * One coarse timer for any number of things that may expire: every `intervalMs` it visits each of them, while there
 * are any. A timer for each connection would cost more than the connection's bytes.
 */
export class Sweep<T extends Seated> implements Disposable {
  private readonly items = new Roster<T>();
  private timer: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    readonly intervalMs: number,
    private readonly visit: (item: T, now: number) => void,
  ) {}

  [Symbol.iterator](): Iterator<T> {
    return this.items[Symbol.iterator]();
  }

  get size(): number {
    return this.items.size;
  }

  add(item: T): void {
    this.items.add(item);
    this.timer ??= this.arm();
  }

  delete(item: T): void {
    this.items.delete(item);
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.items.clear();
  }

  private arm(): Disposable {
    return this.clock.after(this.intervalMs, () => {
      const now = this.clock.now();
      for (const item of this.items) this.visit(item, now);
      this.timer = this.items.size > 0 ? this.arm() : undefined;
    });
  }
}
