import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Health, uncheckedStatus } from '../../../src/core/health/health';

const limits = { rise: 2, fall: 3 };

/** The statuses after each check: `+` passes, `-` fails. */
function timeline(from: Health, checks: string): string[] {
  let health = from;
  return [...checks].map((check) => (health = health.checked(check === '+')).status);
}

describe('health', () => {
  it('starts up, one failure from down', () => {
    const start = Health.initial(limits, 'ready');
    assert.equal(start.status, 'UP 1/3');
    assert.equal(start.isAvailable, true);
    assert.deepEqual(timeline(start, '-'), ['DOWN']);
    assert.deepEqual(timeline(start, '+'), ['UP']);
  });

  it('goes down after `fall` failures in a row and up after `rise` passes (rise 2, fall 3)', () => {
    const up = Health.initial(limits, 'ready').checked(true);
    assert.deepEqual(timeline(up, '---++'), ['UP 2/3', 'UP 1/3', 'DOWN', 'DOWN 1/2', 'UP']);
  });

  it('goes down after `fall` failures in a row and up after `rise` passes (rise 3, fall 2)', () => {
    const up = Health.initial({ rise: 3, fall: 2 }, 'ready').checked(true);
    assert.deepEqual(timeline(up, '--+++'), ['UP 1/2', 'DOWN', 'DOWN 1/3', 'DOWN 2/3', 'UP']);
  });

  it('is restored by any pass while up, and thrown back by any failure while down', () => {
    const up = Health.initial(limits, 'ready').checked(true);
    assert.deepEqual(timeline(up, '--+'), ['UP 2/3', 'UP 1/3', 'UP']);
    assert.deepEqual(timeline(up, '---+-'), ['UP 2/3', 'UP 1/3', 'DOWN', 'DOWN 1/2', 'DOWN']);
  });

  it('stays where it is at both ends', () => {
    const up = Health.initial(limits, 'ready').checked(true);
    assert.equal(up.checked(true), up);
    const down = Health.initial(limits, 'ready').checked(false);
    assert.equal(down.checked(false), down);
  });

  it('names the states in between', () => {
    let health = Health.initial(limits, 'ready').checked(true);
    const states = [...'---++'].map((check) => (health = health.checked(check === '+')).operational);
    assert.deepEqual(states, ['goingDown', 'goingDown', 'down', 'goingUp', 'up']);
  });

  it('is down in maintenance whatever checks say, and starts anew after it', () => {
    const maint = Health.initial(limits, 'ready').checked(true).administered('maint');
    assert.equal(maint.status, 'MAINT');
    assert.deepEqual([maint.isUp, maint.isAvailable, maint.level], [false, false, 0]);
    assert.deepEqual(timeline(maint, '++'), ['MAINT', 'MAINT']);
    assert.equal(maint.administered('ready').status, 'UP 1/3');
    assert.equal(Health.initial(limits, 'maint').status, 'MAINT');
  });

  it('takes no sessions while draining, but is checked on', () => {
    const drain = Health.initial(limits, 'ready').checked(true).administered('drain');
    assert.deepEqual([drain.status, drain.isUp, drain.isAvailable], ['DRAIN', true, false]);
    assert.deepEqual(timeline(drain, '---+'), ['DRAIN 2/3', 'DRAIN 1/3', 'DOWN', 'DOWN 1/2']);
    assert.equal(drain.checked(false).administered('ready').status, 'UP 2/3');
  });

  it('goes from maintenance to drain as one that comes back', () => {
    assert.equal(Health.initial(limits, 'maint').administered('drain').status, 'DRAIN 1/3');
  });

  it('has words for servers without checks', () => {
    assert.deepEqual((['ready', 'drain', 'maint'] as const).map(uncheckedStatus), [
      'no check',
      'DRAIN',
      'MAINT',
    ]);
  });

  it('keeps its level within bounds, and needs exactly `fall` failures and `rise` passes', () => {
    const limits = fc.record({
      rise: fc.integer({ min: 1, max: 6 }),
      fall: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(limits, fc.array(fc.boolean(), { maxLength: 60 }), (limits, checks) => {
        let health = Health.initial(limits, 'ready').checked(true);
        let run = 0;
        for (const passed of checks) {
          run = passed === health.isUp ? 0 : run + 1;
          const wasUp = health.isUp;
          health = health.checked(passed);
          assert.ok(health.level >= 0 && health.level <= limits.rise + limits.fall - 1);
          assert.equal(health.isUp !== wasUp, run === (wasUp ? limits.fall : limits.rise));
          if (health.isUp !== wasUp) run = 0;
        }
      }),
    );
  });
});
