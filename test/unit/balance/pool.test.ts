import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TestPool } from './support';

describe('pool', () => {
  it('uses the first backup alone, and only while no active server is usable', () => {
    const pool = new TestPool([{}, { backup: true }, { backup: true }]);
    assert.equal(pool.short(2), 's1 s1');
    pool.setAvailable(pool.server('s1'), false);
    assert.equal(pool.short(3), 's2 s2 s2');
    pool.setAvailable(pool.server('s2'), false);
    assert.equal(pool.short(2), 's3 s3');
    pool.setAvailable(pool.server('s1'), true);
    assert.equal(pool.short(2), 's1 s1');
  });

  it('balances over all backups with allbackups', () => {
    const pool = new TestPool([{}, { backup: true }, { backup: true }], 'roundrobin', true);
    pool.setAvailable(pool.server('s1'), false);
    assert.equal(pool.short(4), 's2 s3 s2 s3');
  });

  it('says of each server whether it is in use', () => {
    const pool = new TestPool([{}, { backup: true }, { backup: true }]);
    const inUse = () => pool.servers.filter((server) => pool.isInUse(server)).map(({ name }) => name);
    assert.deepEqual(inUse(), ['s1']);
    pool.setAvailable(pool.server('s1'), false);
    assert.deepEqual(inUse(), ['s2']);
  });

  it('gives a lone backup although it is full, so that the session waits for it', () => {
    const pool = new TestPool([{ weight: 0 }, { backup: true, maxConnections: 1 }]);
    assert.equal(pool.held(2), 's2 s2');
  });

  it('gives a server of weight 0 no session', () => {
    const pool = new TestPool([{ weight: 0 }, {}]);
    assert.equal(pool.short(3), 's2 s2 s2');
    pool.setWeight(pool.server('s1'), 1);
    assert.match(pool.short(2), /s1/);
    pool.setWeight(pool.server('s1'), 0);
    pool.setWeight(pool.server('s2'), 0);
    assert.equal(pool.short(1), '-');
    assert.equal(pool.isUp, false);
  });

  it('refuses a weight that HAProxy does not have', () => {
    const pool = new TestPool([{}]);
    for (const weight of [-1, 257, 1.5, NaN])
      assert.throws(() => {
        pool.setWeight(pool.server('s1'), weight);
      }, RangeError);
  });

  for (const balance of ['roundrobin', 'leastconn'] as const) {
    it(`${balance} never picks an unusable server, and always one while one can take a session`, () => {
      const servers = fc.array(
        fc.record({
          weight: fc.integer({ min: 0, max: 256 }),
          backup: fc.boolean(),
          maxConnections: fc.nat(3),
        }),
        { minLength: 1, maxLength: 6 },
      );
      const step = fc.record({
        what: fc.nat(4),
        which: fc.nat(20),
        weight: fc.integer({ min: 0, max: 256 }),
      });
      fc.assert(
        fc.property(
          servers,
          fc.boolean(),
          fc.array(step, { maxLength: 80 }),
          (options, allBackups, steps) => {
            const pool = new TestPool(options, balance, allBackups);
            for (const { what, which, weight } of steps) {
              const server = pool.servers[which % pool.servers.length]!;
              if (what === 0) pool.setAvailable(server, !server.available);
              else if (what === 1) pool.setWeight(server, weight);
              else if (what === 2 && server.served > 0) pool.addServed(server, -1);
              else checkPick(pool, which % 2 ? server.name : undefined);
            }
          },
        ),
        { numRuns: 300 },
      );
    });
  }
});

function checkPick(pool: TestPool, avoid: string | undefined): void {
  const inUse = pool.servers.filter((server) => pool.isInUse(server));
  const free = inUse.filter((server) => !server.isSaturated);
  const picked = pool.pick(avoid === undefined ? undefined : pool.server(avoid));
  if (!picked) {
    assert.equal(free.length, 0, 'a free server was not picked');
    return;
  }
  assert.ok(inUse.includes(picked), `${picked.name} is not in use`);
  if (free.length > 1) assert.notEqual(picked.name, avoid);
  if (!picked.isSaturated) pool.addServed(picked, 1);
}
