import type { Random } from '../util/random';

/** How long to wait between attempts: from `firstMs`, doubling up to `maxMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Milliseconds before another attempt after `failures` (≥ 1) in a row: half of it sure, half by chance, so that many
 * that lost the same server do not come back at one moment.
 */
export function backoffDelay({ firstMs, maxMs }: Backoff, failures: number, random: Random): number {
  const full = Math.min(maxMs, firstMs * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random();
}
