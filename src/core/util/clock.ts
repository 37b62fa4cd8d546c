import type { Disposable } from './disposable';

/** Time as the pure rooms see it. Injected, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds that only ever go forward, from an arbitrary origin; fractions allowed. */
  now(): number;
  /** Milliseconds since 1970 (UTC), for showing and saving. */
  wallTime(): number;
  /** Runs `callback` once after `delayMs` (≥ 0); dispose to cancel. */
  after(delayMs: number, callback: () => void): Disposable;
}
