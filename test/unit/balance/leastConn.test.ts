import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TestPool, weighted } from './support';

describe('leastconn', () => {
  it('goes round among idle servers', () => {
    assert.equal(new TestPool(weighted(1, 1, 1), 'leastconn').short(5), 's1 s2 s3 s1 s2');
  });

  it('spreads sessions that stay', () => {
    assert.equal(new TestPool(weighted(1, 1, 1), 'leastconn').held(6), 's1 s2 s3 s1 s2 s3');
  });

  it('weighs sessions that stay', () => {
    assert.equal(new TestPool(weighted(2, 1), 'leastconn').held(9), 's1 s2 s1 s1 s2 s1 s1 s2 s1');
  });

  it('picks a server even when every one is busy', () => {
    const pool = new TestPool(weighted(1, 1), 'leastconn');
    assert.equal(pool.held(1000).includes('-'), false);
  });

  it('leaves out full servers, and picks nothing when all are full', () => {
    const pool = new TestPool([{ maxConnections: 1 }, { maxConnections: 2 }], 'leastconn');
    assert.equal(pool.held(4), 's1 s2 s2 -');
  });

  it('counts sessions that wait for a server as its load', () => {
    const pool = new TestPool(weighted(1, 1), 'leastconn');
    pool.addQueued(pool.server('s1'), 1);
    assert.equal(pool.short(2), 's2 s2');
  });

  it('always picks a server of the least load for its weight', () => {
    const setups = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 256 }) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(setups, fc.array(fc.nat(), { maxLength: 60 }), (servers, ends) => {
        const pool = new TestPool(servers, 'leastconn');
        for (const end of ends) {
          const picked = pool.pick()!;
          const idle = pool.servers.filter(({ served }) => served === 0);
          if (idle.length > 0) assert.equal(picked.served, 0);
          else assert.equal(loadOf(picked), Math.min(...pool.servers.map(loadOf)));
          pool.addServed(picked, 1);
          const ending = pool.servers[end % pool.servers.length]!;
          if (ending.served > 0) pool.addServed(ending, -1);
        }
      }),
    );
  });
});

function loadOf({ served, weight }: { served: number; weight: number }): number {
  return Math.floor(((served + 1) * 256) / weight);
}
