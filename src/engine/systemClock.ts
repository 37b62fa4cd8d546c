import { performance } from 'node:perf_hooks';
import type { Clock } from '../core/util/clock';
import { disposable } from '../core/util/disposable';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return disposable(() => {
      clearTimeout(timer);
    });
  },
};
