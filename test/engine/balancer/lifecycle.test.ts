import assert from 'node:assert/strict';
import * as net from 'node:net';
import { once } from 'node:events';
import { BalancerBench } from '../../support/balancer/bench';
import { listenConfig } from '../../support/balancer/config';
import { freePort } from '../../support/deadAddresses';
import { Peer } from '../../support/peer';
import { until } from '../../support/until';

/** Whether `port` can be listened on. */
async function isFree(port: number): Promise<boolean> {
  const server = net.createServer();
  const outcome = Promise.race([once(server, 'listening'), once(server, 'error').then(() => undefined)]);
  server.listen(port, '127.0.0.1');
  const free = (await outcome) !== undefined;
  server.close();
  return free;
}

describe('embedded balancer: start and stop', () => {
  let peer: Peer;
  let bench: BalancerBench | undefined;

  beforeEach(async () => {
    peer = await Peer.listen((socket) => void socket.pipe(socket));
  });

  afterEach(async () => {
    await bench?.balancer.stop({});
    bench?.balancer.dispose();
    bench = undefined;
    await peer.close();
  });

  const config = () => listenConfig(`server s1 127.0.0.1:${peer.address.port}`);

  it('starts after a failed start, once the address is free', async () => {
    const blocker = net.createServer();
    const text = await config();
    const port = Number(/bind 127\.0\.0\.1:(\d+)/.exec(text)![1]);
    blocker.listen(port, '127.0.0.1');
    await once(blocker, 'listening');
    bench = new BalancerBench(text);
    await assert.rejects(bench.balancer.start());
    blocker.close();
    await once(blocker, 'close');
    const { frontends } = await bench.balancer.start();
    assert.deepEqual([frontends[0]!.state, frontends[0]!.reason], ['running', undefined]);
  });

  it('gives the port back and checks nothing when it is disposed of in the middle of a start', async () => {
    const text = await listenConfig(`server s1 127.0.0.1:${peer.address.port} check inter 20ms`);
    const port = Number(/bind 127\.0\.0\.1:(\d+)/.exec(text)![1]);
    bench = new BalancerBench(text);
    const starting = bench.balancer.start();
    bench.balancer.dispose();
    await starting;
    assert.ok(await isFree(port));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(peer.sockets.length, 0);
  });

  it('names the line of a server whose name has no address', async () => {
    bench = new BalancerBench(await listenConfig('server s1 no-such-host.invalid:80'));
    await assert.rejects(bench.balancer.start(), {
      message:
        /^Line 6: the host name “no-such-host\.invalid” of server f\/s1 has no address \(\w+\)\. Correct it, or write an IP address\.$/,
    });
    assert.equal((await bench.balancer.snapshot()).frontends[0]!.state, 'failed');
  });

  it('connects to a server that is given by name', async () => {
    bench = await BalancerBench.start(await listenConfig(`server s1 localhost:${peer.address.port}`));
    const client = await bench.connect();
    client.socket.write('by name');
    await client.got('by name');
    client.socket.destroy();
  });

  it('gives the port back on stop, and resets what is open', async () => {
    bench = await BalancerBench.start(await config());
    const port = await bench.port();
    const client = await bench.connect();
    client.socket.write('x');
    await client.got('x');
    await bench.balancer.stop({});
    assert.equal(await client.ended(), 'rst');
    assert.ok(await isFree(port));
    const { frontends, backends } = await bench.balancer.snapshot();
    assert.equal(frontends[0]!.state, 'stopped');
    assert.equal(backends[0]!.sessions.current, 0);
    const { rows } = await bench.balancer.sessions({});
    assert.equal(rows[0]!.end!.code, 'session.nodeStopped');
  });

  it('lets sessions end by themselves within the grace', async () => {
    bench = await BalancerBench.start(await config());
    const client = await bench.connect();
    client.socket.write('x');
    await client.got('x');
    const stopped = bench.balancer.stop({ graceMs: 20_000 });
    await until(
      'it stops',
      async () => (await bench!.balancer.snapshot()).frontends[0]!.state === 'stopping',
    );
    client.socket.end(' and the rest');
    await client.got('x and the rest');
    assert.equal(await client.ended(), 'fin');
    await stopped;
  });

  it('can be started again, and begins anew', async () => {
    bench = await BalancerBench.start(await config());
    const port = await bench.port();
    (await bench.connect()).socket.destroy();
    await until('the session is over', async () => (await bench!.server()).sessions.current === 0);
    await bench.balancer.stop({});
    const { frontends, servers } = await bench.balancer.start();
    assert.equal(await bench.port(), port);
    assert.deepEqual([frontends[0]!.sessions.total, servers[0]!.sessions.total], [0, 0]);
    const client = await bench.connect();
    client.socket.write('again');
    await client.got('again');
    client.socket.destroy();
  });

  it('starts once, however often it is asked to', async () => {
    bench = new BalancerBench(await config());
    const [one, two] = await Promise.all([bench.balancer.start(), bench.balancer.start()]);
    assert.equal(one, two);
    await Promise.all([bench.balancer.stop({}), bench.balancer.stop({})]);
  });

  it('shows a disabled frontend and does not start it', async () => {
    const port = await freePort();
    bench = await BalancerBench.start(`frontend a\n bind 127.0.0.1:${port}\n disabled\n`);
    assert.ok(await isFree(port));
    assert.equal((await bench.balancer.snapshot()).frontends[0]!.state, 'stopped');
  });

  it('listens on IPv6 and UNIX sockets, and reaches servers on them', async function () {
    const path = `/tmp/wirebench-${process.pid}-${Date.now()}.sock`;
    const port = await freePort();
    bench = await BalancerBench.start(
      `${await listenConfig(`server s1 unix@${path}`)}` +
        `listen g\n bind [::1]:${port}\n bind unix@${path}\n server s1 127.0.0.1:${peer.address.port}\n`,
    );
    const client = await bench.connect();
    client.socket.end('through three');
    await client.got('through three');
    assert.equal(await client.ended(), 'fin');
    const six = net.connect(port, '::1');
    six.write('six');
    const [chunk] = (await once(six, 'data')) as [Buffer];
    assert.equal(chunk.toString(), 'six');
    six.destroy();
  });
});
