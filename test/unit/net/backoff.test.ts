import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { backoffDelay } from '../../../src/core/net/backoff';

const backoff = { firstMs: 500, maxMs: 30_000 };

describe('backoff', () => {
  it('doubles from the first delay up to the longest', () => {
    const delays = [1, 2, 3, 6, 7, 8, 1000].map((failures) => backoffDelay(backoff, failures, () => 1));
    assert.deepEqual(delays, [500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('leaves half of the delay to chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, chance) => {
          const delay = backoffDelay(backoff, failures, () => chance);
          const longest = backoffDelay(backoff, failures, () => 1);
          assert.ok(delay >= longest / 2 && delay <= longest);
        },
      ),
    );
  });
});
