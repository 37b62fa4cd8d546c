import assert from 'node:assert/strict';
import type { CheckReport } from '../../../src/core/api/balancer';
import { systemClock } from '../../../src/engine/systemClock';
import { BalancerBench } from '../../support/balancer/bench';
import { listenConfig } from '../../support/balancer/config';
import { BlackHole, freePort } from '../../support/deadAddresses';
import { Peer } from '../../support/peer';
import { ServerBench } from '../../support/serverBench';
import { until } from '../../support/until';

describe('embedded balancer: checks', () => {
  const closers: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start(
    config: string,
    more?: ConstructorParameters<typeof BalancerBench>[1],
  ): Promise<BalancerBench> {
    const bench = await BalancerBench.start(config, more);
    closers.push(async () => {
      await bench.balancer.stop({});
      bench.balancer.dispose();
    });
    return bench;
  }

  async function peer(onConnection?: Parameters<typeof Peer.listen>[0]): Promise<Peer> {
    const made = await Peer.listen(onConnection);
    closers.push(() => made.close());
    return made;
  }

  const server = (name: string, port: number, more = '') => `server ${name} 127.0.0.1:${port} ${more}`;

  it('end with FIN, never RST, although the server speaks first and is slow to close', async () => {
    const endings: string[] = [];
    const talker = await peer((socket) => {
      socket.write('220 ready\r\n');
      socket.on('error', ({ message }) => endings.push(message));
      socket.on('end', () => {
        endings.push('fin');
        setTimeout(() => socket.end('221 bye\r\n'), 50);
      });
      socket.resume();
    });
    const bench = await start(await listenConfig(server('s1', talker.address.port, 'check inter 60ms')));
    await until('ten checks', () => endings.length >= 10);
    assert.deepEqual([...new Set(endings)], ['fin']);
    assert.equal((await bench.server()).status, 'UP');
  });

  it('are marked at our own servers and not counted there', async () => {
    const own = new ServerBench(false);
    closers.push(() => own.servers.stop({ id: 'alpha' }));
    const node = await own.start({ kind: 'echo' });
    const { port } = node.addresses[0] as { port: number };
    const bench = await start(await listenConfig(server('s1', port, 'check inter 50ms')), {
      probes: own.probes,
    });
    await until(
      'three checks',
      async () => (await bench.balancer.history({ backend: 'f', server: 's1' })).length >= 3,
    );
    const client = await bench.connect();
    client.socket.write('real');
    await client.got('real');
    client.socket.destroy();
    const [{ sessions }] = (await own.servers.list()) as [typeof node];
    assert.equal(sessions.total, 1);
    assert.equal((await own.servers.sessions({})).total, 1);
    const { rows } = await own.servers.sessions({ includeChecks: true });
    assert.ok(rows.length >= 4);
    assert.equal(rows.filter(({ isCheck }) => !isCheck).length, 1);
  });

  it('are marked at our own frontends and not counted there', async () => {
    const echo = await peer((socket) => void socket.pipe(socket));
    const inner = await freePort();
    const bench = await start(
      (await listenConfig(server('s1', inner, 'check inter 50ms'))) +
        `listen inner\n bind 127.0.0.1:${inner}\n ${server('s1', echo.address.port)}\n`,
    );
    await until(
      'three checks',
      async () => (await bench.balancer.history({ backend: 'f', server: 's1' })).length >= 3,
    );
    const counts = async () => {
      const { frontends, backends } = await bench.balancer.snapshot();
      return [...frontends, ...backends].map(({ name, sessions }) => `${name} ${sessions.total}`);
    };
    assert.deepEqual(await counts(), ['f 0', 'inner 0', 'f 0', 'inner 0']);
    assert.equal((await bench.balancer.sessions({})).total, 0);
    assert.ok((await bench.balancer.sessions({ includeChecks: true })).total >= 3);
  });

  it('on demand say what each probe saw, with progress, and count like regular ones', async () => {
    const hole = await BlackHole.open();
    closers.push(() => hole.close());
    const alive = await peer();
    const bench = await start(
      await listenConfig(
        server('s1', alive.address.port, 'check inter 20s fall 1'),
        server('s2', await freePort(), 'check inter 20s fall 1'),
        server('s3', hole.port, 'check inter 400ms'),
        server('s4', alive.address.port),
      ),
    );
    const progress: CheckReport[] = [];
    const servers = ['s1', 's2', 's3', 's4'].map((name) => ({ backend: 'f', server: name }));
    const reports = await bench.balancer.check(
      { servers },
      { onProgress: (report) => progress.push(report) },
    );
    assert.deepEqual(reports, progress);
    const seen = new Map(reports.map(({ server, result }) => [server, `${result.status} ${result.info}`]));
    assert.deepEqual(
      ['s1', 's2', 's3', 's4'].map((name) => seen.get(name)),
      ['L4OK ', 'L4CON Connection refused', 'L4TOUT ', 'L4OK '],
    );
    const took = reports.find(({ server }) => server === 's3')!.result.durationMs;
    assert.ok(took >= 399 && took < 2000, `${took} ms`);
    const statuses = await Promise.all(
      ['s1', 's2', 's4'].map(async (name) => (await bench.server(name)).status),
    );
    assert.deepEqual(statuses, ['UP', 'DOWN', 'no check']);
    assert.deepEqual((await bench.server('s2')).lastCheck?.info, 'Connection refused');
  });

  it('on demand can be cancelled', async () => {
    const hole = await BlackHole.open();
    closers.push(() => hole.close());
    const bench = await start(await listenConfig(server('s1', hole.port, 'check inter 30s')));
    const abort = new AbortController();
    const servers = Array.from({ length: 200 }, () => ({ backend: 'f', server: 's1' }));
    const checking = bench.balancer.check({ servers }, { signal: abort.signal });
    setTimeout(() => {
      abort.abort();
    }, 50);
    await assert.rejects(checking, { message: 'Cancelled.' });
    await assert.rejects(bench.balancer.check({ servers }, { signal: abort.signal }), {
      message: 'Cancelled.',
    });
  });

  it('on demand work before the balancer is started', async () => {
    const alive = await peer();
    const bench = new BalancerBench(await listenConfig(server('s1', alive.address.port)));
    const [report] = await bench.balancer.check({ servers: [{ backend: 'f', server: 's1' }] });
    assert.equal(report!.result.status, 'L4OK');
    bench.balancer.dispose();
  });

  it('keep a bounded history', async () => {
    const alive = await peer((socket) => socket.on('end', () => socket.end()).resume());
    const bench = await start(await listenConfig(server('s1', alive.address.port)));
    const ref = { backend: 'f', server: 's1' };
    for (let i = 0; i < 13; i++)
      await bench.balancer.check({ servers: Array(10).fill(ref) as (typeof ref)[] });
    const history = await bench.balancer.history(ref);
    assert.equal(history.length, 100);
    assert.ok(history[0]!.at <= history.at(-1)!.at);
  });

  it('pause in maintenance and go on after it', async () => {
    const alive = await peer((socket) => socket.on('end', () => socket.end()).resume());
    const bench = await start(await listenConfig(server('s1', alive.address.port, 'check inter 50ms')));
    const servers = [{ backend: 'f', server: 's1' }];
    const checks = async () => (await bench.balancer.history(servers[0]!)).length;
    await until('a check', async () => (await checks()) > 0);
    await bench.balancer.act({ servers, action: { kind: 'maint' } });
    const before = await checks();
    await new Promise((resolve) => setTimeout(resolve, 300));
    // One may have been under way.
    assert.ok((await checks()) <= before + 1);
    await bench.balancer.act({ servers, action: { kind: 'ready' } });
    assert.equal((await bench.server()).status, 'UP 1/3');
    await until('it is checked again', async () => (await bench.server()).status === 'UP');
  });

  it('of 1,000 servers cost little and tell at most four changes a second', async function () {
    this.timeout(30_000);
    const alive = await peer((socket) => socket.on('end', () => socket.end()).resume());
    const lines = Array.from({ length: 1000 }, (_, i) =>
      server(`s${i}`, alive.address.port, 'check inter 1s'),
    );
    const cpu = process.cpuUsage();
    const startedAt = systemClock.now();
    const bench = await start(await listenConfig(...lines));
    await until('all were checked', async () => {
      const { servers } = await bench.balancer.snapshot();
      return servers.every(({ lastCheck }) => lastCheck?.passed);
    });
    const seconds = (systemClock.now() - startedAt) / 1000;
    assert.ok(bench.changes.length <= 4 * seconds + 2, `${bench.changes.length} changes in ${seconds} s`);
    const { user, system } = process.cpuUsage(cpu);
    assert.ok((user + system) / 1e6 < 3, `${(user + system) / 1e6} s of CPU`);
  });
});
