import assert from 'node:assert/strict';
import { goesElsewhere, retryPause, type FailedAttempt } from '../../../src/core/balance/redispatch';

const failed: FailedAttempt = {
  retry: 1,
  retries: 3,
  redispatch: -1,
  serverUp: true,
  activeServers: 1,
};

/** At which retries (1 … retries) the session goes elsewhere. */
function elsewhereAt(change: Partial<FailedAttempt>): number[] {
  const all = { ...failed, ...change };
  return Array.from({ length: all.retries }, (_, i) => i + 1).filter((retry) =>
    goesElsewhere({ ...all, retry }),
  );
}

describe('redispatch', () => {
  const rows: readonly (readonly [string, Partial<FailedAttempt>, number[]])[] = [
    ['without the option: never', { redispatch: 0, serverUp: false, activeServers: 3 }, []],
    ['by default at the last retry', {}, [3]],
    ['every retry with 1', { redispatch: 1 }, [1, 2, 3]],
    ['every second retry with 2', { redispatch: 2 }, [2]],
    ['counted from the last with −2', { redispatch: -2 }, [2]],
    ['never with −(retries + 1)', { redispatch: -4 }, []],
    ['at once when the server is known to be down', { serverUp: false }, [1, 2, 3]],
    ['at once when there are several to choose from', { activeServers: 2 }, [1, 2, 3]],
  ];
  for (const [name, change, expected] of rows)
    it(name, () => {
      assert.deepEqual(elsewhereAt(change), expected);
    });

  it('pauses for a second, or for the connect time-out when that is shorter', () => {
    assert.deepEqual([0, 200, 5000].map(retryPause), [1000, 200, 1000]);
  });
});
