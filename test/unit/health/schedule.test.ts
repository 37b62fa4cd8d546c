import assert from 'node:assert/strict';
import type { CheckSpec } from '../../../src/core/api/balancer';
import { Health } from '../../../src/core/health/health';
import { connectLimit, nextInterval, startDelays } from '../../../src/core/health/schedule';
import { describeResult, errorText } from '../../../src/core/health/verdict';

const check: CheckSpec = { interval: 400, fastInterval: 150, downInterval: 800, rise: 2, fall: 3 };

describe('check schedule', () => {
  it('is `inter` when up, `downinter` when down, `fastinter` in between', () => {
    let health = Health.initial(check, 'ready');
    const intervals = [nextInterval(health, check, 0, Math.random)];
    for (const passed of [true, false, false, false, true, true]) {
      health = health.checked(passed);
      intervals.push(nextInterval(health, check, 0, Math.random));
    }
    assert.deepEqual(intervals, [150, 400, 150, 150, 800, 150, 400]);
  });

  it('spreads by ± percent', () => {
    const up = Health.initial(check, 'ready').checked(true);
    const at = (random: number) => nextInterval(up, check, 50, () => random);
    assert.deepEqual([at(0), at(0.5), at(1)], [600, 400, 200]);
  });

  it('spreads the first checks over the shortest interval of a second or more', () => {
    const every = (...intervals: number[]) =>
      startDelays(intervals.map((interval) => ({ ...check, interval })));
    assert.deepEqual(every(2000), [0]);
    assert.deepEqual(every(2000, 2000, 2000, 2000), [0, 500, 1000, 1500]);
    assert.deepEqual(every(3000, 100), [0, 1500]);
    assert.deepEqual(every(2000, 6000), [0, 3000]);
    assert.deepEqual(every(100, 100), [0, 50]);
    assert.deepEqual(every(), []);
  });

  it('bounds the connect by the interval, and by `timeout connect` when there is a `timeout check`', () => {
    assert.equal(connectLimit(check, { connect: 100, check: 0 }), 400);
    assert.equal(connectLimit(check, { connect: 0, check: 100 }), 400);
    assert.equal(connectLimit(check, { connect: 100, check: 50 }), 100);
    assert.equal(connectLimit(check, { connect: 5000, check: 50 }), 400);
  });
});

describe('check verdicts', () => {
  it('read as HAProxy words them', () => {
    const info = errorText('ECONNREFUSED');
    assert.equal(
      describeResult({ status: 'L4CON', info }),
      'Layer4 connection problem, info: "Connection refused"',
    );
    assert.equal(describeResult({ status: 'L4OK', info: '' }), 'Layer4 check passed');
    assert.equal(errorText('EWHATEVER'), 'EWHATEVER');
  });
});
