import type { CheckSpec } from '../api/balancer';
import type { Random } from '../util/random';
import type { Health } from './health';

/** Intervals below this do not count when checks are spread over the start. */
const SPREAD_THRESHOLD_MS = 1000;

/**
 * Milliseconds from the end of a check to the next one: `inter` when the server is fully up, `downinter` when it is
 * fully down, `fastinter` between the two; ± `spreadChecks` percent.
 */
export function nextInterval(health: Health, check: CheckSpec, spreadChecks: number, random: Random): number {
  const interval = plainInterval(health, check);
  return interval + ((interval * spreadChecks) / 100) * (1 - 2 * random());
}

function plainInterval(health: Health, check: CheckSpec): number {
  if (health.isFullyUp) return check.interval;
  return health.level === 0 ? check.downInterval : check.fastInterval;
}

/**
 * When each check of a configuration runs first, milliseconds from the start: spread over the shortest interval of a
 * second or more, or over the check's own when that is longer.
 */
export function startDelays(checks: readonly CheckSpec[]): number[] {
  const long = checks.map((check) => check.interval).filter((interval) => interval >= SPREAD_THRESHOLD_MS);
  const shortest = long.length > 0 ? long.reduce((a, b) => Math.min(a, b)) : 0;
  return checks.map((check, k) => (Math.max(shortest, check.interval) * k) / checks.length);
}

/** Milliseconds that the connect of a check may take: the interval bounds the check, `timeout connect` its connect. */
export function connectLimit(
  check: CheckSpec,
  timeouts: { readonly connect: number; readonly check: number },
): number {
  const both = timeouts.check > 0 && timeouts.connect > 0;
  return both ? Math.min(check.interval, timeouts.connect) : check.interval;
}
