import { until } from './until';

const STILL_MS = 300;

/** Waits until a count that has begun has stood still for a while, and returns it. */
export async function standstill(count: () => Promise<number>): Promise<number> {
  let last = -1;
  let since = performance.now();
  return until('it stands still', async () => {
    const now = await count();
    if (now !== last) since = performance.now();
    last = now;
    return now > 0 && performance.now() - since > STILL_MS ? now : undefined;
  });
}
