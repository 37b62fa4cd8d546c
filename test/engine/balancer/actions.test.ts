import assert from 'node:assert/strict';
import { BalancerBench } from '../../support/balancer/bench';
import { listenConfig } from '../../support/balancer/config';
import { Peer } from '../../support/peer';
import { until } from '../../support/until';

describe('embedded balancer: actions and changes', () => {
  let peer: Peer;
  let bench: BalancerBench;
  const s1 = [{ backend: 'f', server: 's1' }];

  beforeEach(async () => {
    peer = await Peer.listen((socket) => void socket.pipe(socket));
    bench = await BalancerBench.start(
      await listenConfig(
        `server s1 127.0.0.1:${peer.address.port}`,
        `server s2 127.0.0.1:${peer.address.port}`,
      ),
    );
  });

  afterEach(async () => {
    await bench.balancer.stop({});
    bench.balancer.dispose();
    await peer.close();
  });

  async function talk() {
    const client = await bench.connect();
    client.socket.write('x');
    await client.got('x');
    return client;
  }

  it('drains with a time-out and then kills what is left', async () => {
    const client = await talk();
    await bench.balancer.act({ servers: s1, action: { kind: 'drain', timeoutMs: 300, thenKill: true } });
    assert.equal((await bench.server()).usable, false);
    assert.equal(await client.ended(), 'fin');
    assert.ok(client.endedAfter! >= 290, `after ${client.endedAfter} ms`);
  });

  it('kills nobody when a drain is taken back in time', async () => {
    const client = await talk();
    await bench.balancer.act({ servers: s1, action: { kind: 'drain', timeoutMs: 100, thenKill: true } });
    await bench.balancer.act({ servers: s1, action: { kind: 'ready' } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(client.ending, undefined);
    assert.equal((await bench.server()).usable, true);
    client.socket.destroy();
  });

  it('does nothing at all when one of the servers is not known', async () => {
    const servers = [...s1, { backend: 'f', server: 's9' }];
    await assert.rejects(bench.balancer.act({ servers, action: { kind: 'maint' } }), {
      message: 'There is no server f/s9 in this balancer.',
    });
    assert.equal((await bench.server()).status, 'no check');
  });

  it('refuses a weight out of range', async () => {
    await assert.rejects(bench.balancer.act({ servers: s1, action: { kind: 'weight', weight: 300 } }), {
      message: 'A weight is a whole number from 0 to 256, not 300.',
    });
  });

  it('tells only of the rows that changed', async () => {
    bench.changes.length = 0;
    await bench.balancer.act({ servers: s1, action: { kind: 'drain' } });
    await until('it is told', () => bench.changes.length > 0);
    const [{ frontends, backends, servers, sessionsOf }] = bench.changes as [(typeof bench.changes)[0]];
    assert.deepEqual(frontends, []);
    assert.deepEqual(
      backends.map(({ name }) => name),
      ['f'],
    );
    assert.deepEqual(
      servers.map(({ name, status }) => `${name} ${status}`),
      ['s1 DRAIN'],
    );
    assert.deepEqual(sessionsOf, []);
  });

  it('tells of a session together with its node, backend and server', async () => {
    bench.changes.length = 0;
    const client = await talk();
    await until('it is told', () => bench.changes.length > 0);
    const [change] = bench.changes as [(typeof bench.changes)[0]];
    assert.deepEqual(change.sessionsOf, ['lb/f']);
    assert.equal(change.frontends[0]?.sessions.current, 1);
    assert.deepEqual(
      change.servers.map(({ name, sessions }) => [name, sessions.current]),
      [['s1', 1]],
    );
    client.socket.destroy();
  });

  it('tells of bytes that move on an open session, and is silent while nothing does', async () => {
    const client = await talk();
    await until('it is told', () => bench.changes.some(({ servers }) => servers[0]?.bytesIn === 1));
    await new Promise((resolve) => setTimeout(resolve, 600));
    bench.changes.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual(bench.changes, []);
    client.socket.write('yz');
    await until('it is told', () => bench.changes.some(({ servers }) => servers[0]?.bytesIn === 3));
    client.socket.destroy();
  });
});
