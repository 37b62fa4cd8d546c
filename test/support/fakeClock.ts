import type { Clock } from '../../src/core/util/clock';
import { disposable } from '../../src/core/util/disposable';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  private time = 0;
  private timers: { at: number; run: () => void }[] = [];

  constructor(private readonly epoch = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }

  wallTime(): number {
    return this.epoch + this.time;
  }

  after(delayMs: number, run: () => void) {
    const timer = { at: this.time + Math.max(0, delayMs), run };
    this.timers.push(timer);
    return disposable(() => {
      this.timers = this.timers.filter((other) => other !== timer);
    });
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.timers.length;
  }

  /** Lets `ms` pass: every timer runs at its own time, the earliest first. */
  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.reduce<{ at: number; run: () => void } | undefined>(
        (first, timer) => (first && first.at <= timer.at ? first : timer),
        undefined,
      );
      if (!next || next.at > end) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = end;
  }
}
