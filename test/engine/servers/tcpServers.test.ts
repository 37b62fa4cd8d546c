import assert from 'node:assert/strict';
import type { ServersChange } from '../../../src/core/api/server';
import { format } from '../../../src/core/util/message';
import { listen } from '../../../src/engine/listener';
import { exchange, portOf, reply, ServerBench, TestClient } from '../../support/serverBench';
import { until } from '../../support/until';

const host = '127.0.0.1';

describe('TCP servers', function () {
  this.timeout(30_000);
  let bench: ServerBench;
  const clients: TestClient[] = [];

  beforeEach(() => {
    bench = new ServerBench();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.destroy();
    await bench.close();
  });

  function client(port: number): TestClient {
    const made = TestClient.to(port);
    clients.push(made);
    return made;
  }

  async function openSession(): Promise<string> {
    const open = await until('a session is open', async () =>
      (await bench.sessions()).find(({ state }) => state === 'open'),
    );
    return open.id;
  }

  const endOf = async (id: string) =>
    format(await until('it ended', async () => (await bench.sessions()).find((one) => one.id === id)?.end));

  it('refuse a second start under one id, also while the first is under way', async () => {
    const first = bench.start({ kind: 'echo' });
    await assert.rejects(bench.start({ kind: 'echo' }), {
      message: '“alpha” is running already. Stop it first.',
    });
    await first;
  });

  it('say when the port is taken, before and instead of starting', async () => {
    const node = await bench.start({ kind: 'echo' });
    const address = node.addresses[0]!;
    const text = `127.0.0.1:${portOf(node)} is in use by “alpha”, a node of this Wirebench. Stop it, or choose another address.`;
    assert.equal(format((await bench.servers.tryAddress({ address }))!), text);
    await assert.rejects(bench.start({ kind: 'echo' }, { id: 'b', name: 'beta', address }), {
      message: text,
    });
    assert.deepEqual(
      (await bench.servers.list()).map(({ id }) => id),
      ['alpha'],
    );
    await bench.servers.stop({ id: 'alpha' });
    assert.equal(await bench.servers.tryAddress({ address }), undefined);
    await bench.start({ kind: 'echo' }, { id: 'b', name: 'beta', address });
  });

  it('give the port back when stopped, reset what is open, and start again on it', async () => {
    for (let round = 1; round <= 3; round++) {
      const node = await bench.start({ kind: 'echo' });
      const open = client(portOf(node));
      const session = await openSession();
      await bench.servers.stop({ id: 'alpha' });
      await until('the client was reset', () => open.error?.code === 'ECONNRESET');
      assert.equal(await endOf(session), 'Its node was stopped.');
      assert.deepEqual(await bench.servers.list(), []);
      const again = await listen(node.addresses[0]!, { owner: 'x', onConnection: () => undefined });
      await again.close();
    }
  });

  it('let sessions end by themselves within the grace, and not longer', async () => {
    const port = await bench.port(reply({ answer: 'late' }), { delayMs: 50 });
    const answered = exchange({ host, port }, 'x');
    await until('it was asked', async () => (await bench.node()).bytesIn === 1);
    await bench.servers.stop({ id: 'alpha', graceMs: 20_000 });
    assert.equal((await answered).toString(), 'late');

    const stubborn = client(await bench.port({ kind: 'discard' }));
    await openSession();
    const stopped = bench.servers.stop({ id: 'alpha', graceMs: 40 });
    await until('it says so', async () => (await bench.node()).state === 'stopping');
    await stopped;
    await until('it was reset', () => stubborn.error?.code === 'ECONNRESET');
  });

  it('stop a server that is starting, and one that failed to', async () => {
    const starting = bench.start({ kind: 'echo' });
    await bench.servers.stop({ id: 'alpha' });
    await starting;
    assert.deepEqual(await bench.servers.list(), []);
    const address = { kind: 'tcp', host: '192.0.2.1', port: 1 } as const;
    const failing = bench.start({ kind: 'echo' }, { address });
    const stopped = bench.servers.stop({ id: 'alpha' });
    await assert.rejects(failing);
    await stopped;
    assert.deepEqual(await bench.servers.list(), []);
  });

  it('give the port back when disposed of in the middle of a start', async () => {
    const node = await bench.start({ kind: 'echo' });
    await bench.servers.stop({ id: 'alpha' });
    const address = node.addresses[0]!;
    const starting = bench.start({ kind: 'echo' }, { address });
    bench.servers.dispose();
    await starting;
    const again = await listen(address, { owner: 'x', onConnection: () => undefined });
    await again.close();
  });

  it('send what a person types to one client or to all, and say how many got it', async () => {
    const port = await bench.port({ kind: 'discard' });
    const first = client(port);
    const session = await openSession();
    const second = client(port);
    await until('both are there', async () => (await bench.node()).sessions.current === 2);
    const bytes = Buffer.from('psst');
    assert.equal(await bench.servers.send({ to: { session }, bytes }), 1);
    assert.equal(await bench.servers.send({ to: { node: 'alpha' }, bytes }), 2);
    await until('both got it', () => first.text === 'psstpsst' && second.text === 'psst');
    assert.equal(await bench.servers.send({ to: { session: 'no such' }, bytes }), 0);
    assert.equal(await bench.servers.send({ to: { node: 'no such' }, bytes }), 0);
  });

  it('no longer send to a client that reads nothing, and keep the memory flat', async () => {
    const slow = client(await bench.port({ kind: 'discard' }));
    slow.socket.pause();
    const session = await openSession();
    let sent = 0;
    while ((await bench.servers.send({ to: { session }, bytes: Buffer.alloc(1024 * 1024) })) === 1) sent++;
    assert.ok(sent >= 16 && sent < 64, `${sent} MiB`);
  });

  it('half-close one session and still hear its client', async () => {
    const half = client(await bench.port({ kind: 'echo' }));
    const session = await openSession();
    await bench.servers.finish({ session });
    await until('the client saw the end', () => half.ended);
    half.socket.end('still talking');
    assert.equal(await endOf(session), 'The server closed the connection (FIN).');
    assert.equal((await bench.node()).bytesIn, 13);
    await assert.rejects(bench.servers.finish({ session }), {
      message: 'This client is no longer connected.',
    });
  });

  it('kill with a reset, and nobody but the one', async () => {
    const port = await bench.port({ kind: 'echo' });
    const victim = client(port);
    const session = await openSession();
    const other = client(port);
    assert.equal(await bench.servers.kill({ ids: [session, 'no such'] }), 1);
    await until('it was reset', () => victim.error?.code === 'ECONNRESET');
    assert.equal(await endOf(session), 'Killed on request.');
    assert.equal(await bench.servers.kill({ ids: [session] }), 0);
    other.socket.end('alive');
    await until('the other lives', () => other.text === 'alive' && other.ended);
  });

  it('kill a session also in the very moment of its half-close', async () => {
    client(await bench.port({ kind: 'echo' }));
    const session = await openSession();
    await bench.servers.finish({ session });
    assert.equal(await bench.servers.kill({ ids: [session] }), 1);
    assert.equal(await endOf(session), 'Killed on request.');
  });

  it('count sessions and bytes exactly, and checks apart', async () => {
    const port = await bench.port({ kind: 'echo' });
    await Promise.all(Array.from({ length: 20 }, (_, i) => exchange({ host, port }, 'x'.repeat(i))));
    const localPort = await freePort();
    bench.probes.add(`127.0.0.1:${localPort}`);
    const check = new TestClient({ host, port, localAddress: host, localPort });
    clients.push(check);
    check.socket.end('ping');
    await until('all ended', async () => {
      const sessions = await bench.sessions();
      return sessions.length === 21 && sessions.every(({ state }) => state === 'ended');
    });
    const node = await bench.node();
    assert.deepEqual(
      { ...node.sessions, bytesIn: node.bytesIn, bytesOut: node.bytesOut },
      { current: 0, total: 20, bytesIn: 190, bytesOut: 190 },
    );
    const checks = (await bench.sessions()).filter(({ isCheck }) => isCheck);
    assert.deepEqual(
      checks.map(({ client, bytesIn }) => [client, bytesIn]),
      [[`127.0.0.1:${localPort}`, 4]],
    );
    assert.equal(bench.taps.has(checks[0]!.id), false);
  });

  it('write down what went over a session, and what happened to it', async () => {
    const port = await bench.port(reply({ greeting: 'hi ', answer: '[{request}]' }));
    await exchange({ host, port }, '안녕');
    const tap = await until('its tap ended', () => [...bench.taps.values()].find(({ ended }) => ended));
    assert.equal(tap.text('received'), '안녕');
    assert.equal(tap.text('sent'), 'hi [안녕]');
    const [session] = await bench.sessions();
    assert.deepEqual(tap.notes, [
      `${session?.client} connected.`,
      'The client half-closed (FIN): it will send no more.',
      'The server half-closed (FIN): it will send no more.',
      'The client closed the connection (FIN).',
    ]);
  });

  it('tell of sessions again when bytes of theirs were counted', async () => {
    const told: number[] = [];
    bench.servers.onDidChange(({ sessionsOf }) => {
      if (sessionsOf.includes('alpha'))
        void bench.sessions().then(([session]) => told.push(session?.bytesIn ?? 0));
    });
    const { socket } = client(await bench.port({ kind: 'echo' }));
    await until('its begin', () => told.at(-1) === 0);
    socket.write('hello');
    await until('its bytes', () => told.at(-1) === 5);
  });

  it('tell of changes together, a few times a second, and only of what changed', async () => {
    const changes: ServersChange[] = [];
    bench.servers.onDidChange((change) => changes.push(change));
    const start = performance.now();
    const port = await bench.port({ kind: 'echo' });
    await bench.start({ kind: 'discard' }, { id: 'quiet', name: 'quiet' });
    for (let i = 0; i < 100; i++) await exchange({ host, port }, 'x');
    await until(
      'all was told',
      () => changes.at(-1)?.nodes.find(({ id }) => id === 'alpha')?.sessions.total === 100,
    );
    assert.ok(changes.length <= 1 + (performance.now() - start) / 250, `${changes.length} changes`);
    assert.ok(changes.some(({ sessionsOf }) => sessionsOf.includes('alpha')));
    assert.ok(changes.slice(1).every(({ nodes }) => nodes.every(({ id }) => id === 'alpha')));
    await bench.servers.stop({ id: 'alpha' });
    await until('its end was told', () => changes.at(-1)?.removed.includes('alpha'));
  });
});

async function freePort(): Promise<number> {
  const listener = await listen(
    { kind: 'tcp', host, port: 0 },
    { owner: 'x', onConnection: () => undefined },
  );
  await listener.close();
  return listener.address.kind === 'tcp' ? listener.address.port : 0;
}
