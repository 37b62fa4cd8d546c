import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { exchange, reply, ServerBench, TestClient } from '../../support/serverBench';
import { until } from '../../support/until';

const host = '127.0.0.1';
const MiB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('servers under hostile clients', function () {
  this.timeout(60_000);
  let bench: ServerBench;

  beforeEach(() => {
    bench = new ServerBench(false);
  });
  afterEach(() => bench.close());

  it('echo to a client that never reads with flat memory, and lose nothing', async () => {
    const port = await bench.port({ kind: 'echo' });
    const client = TestClient.to(port);
    client.socket.pause();
    await once(client.socket, 'connect');
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const block = Buffer.alloc(MiB, 'abcdefgh');
    let sent = 0;
    while (sent < 256 && (client.socket.write(block) || (await drainedWithin(client.socket, 300)))) sent++;
    const { bytesIn } = await bench.node();
    assert.ok(sent < 256, 'the client is held up');
    collectGarbage();
    const grown = process.memoryUsage().arrayBuffers - before - client.socket.writableLength;
    assert.ok(grown < 4 * MiB, `${grown} bytes are kept`);
    client.socket.resume();
    client.socket.end();
    await until('all came back', () => client.ended);
    assert.ok((await bench.node()).bytesIn >= bytesIn);
    assert.equal(client.bytes.length, (sent + 1) * MiB);
    assert.equal(client.bytes.compare(Buffer.alloc((sent + 1) * MiB, 'abcdefgh')), 0);
  });

  it('survive a reset in the middle of everything', async () => {
    for (const behaviour of [
      { kind: 'echo' },
      { kind: 'chargen' },
      reply({ answer: '{request}{request}' }),
    ] as const) {
      const port = await bench.port(behaviour);
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          const client = TestClient.to(port);
          client.socket.write(Buffer.alloc(300_000, 'x'));
          await until('it is under way', () => client.bytes.length > 1000);
          client.socket.resetAndDestroy();
        }),
      );
      await until('all ended', async () => (await bench.node()).sessions.current === 0);
      const codes = new Set((await bench.sessions()).map(({ end }) => end?.code));
      assert.deepEqual([...codes], ['session.resetByClient']);
      await bench.servers.stop({ id: 'alpha' });
    }
  });

  for (const [what, drop] of [
    ['closed', (socket: net.Socket) => socket.end()],
    ['reset', (socket: net.Socket) => socket.resetAndDestroy()],
  ] as const)
    it(`take 2,000 connections that are ${what} at once, and keep nothing of them`, async () => {
      const port = await bench.port(reply({ greeting: 'hi', answer: '{request}' }));
      const rounds: number[] = [];
      // In the first two rounds the runtime grows its heap to its working size.
      for (let round = -1; round <= 3; round++) {
        for (let batch = 0; batch < 20; batch++)
          await Promise.all(Array.from({ length: 100 }, () => dropped(port, drop)));
        // Connections are accepted in turn: once this one is answered, no older one is still to come.
        assert.equal((await exchange({ host, port }, ' there')).toString(), 'hi there');
        await until('all ended', async () => (await bench.node()).sessions.current === 0);
        collectGarbage();
        if (round > 0) rounds.push(process.memoryUsage.rss());
      }
      assert.ok(rounds[2]! - rounds[0]! < 10 * MiB, `RSS after each round: ${rounds.join(', ')}`);
    });
});

async function dropped(port: number, drop: (socket: net.Socket) => void): Promise<void> {
  const socket = net.connect(port, host);
  socket.on('error', () => undefined);
  // The greeting says that it was accepted: the system is free to forget one that was reset before.
  await once(socket, 'data');
  drop(socket);
  if (!socket.closed) await once(socket, 'close');
}

function drainedWithin(socket: net.Socket, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, ms);
    socket.once('drain', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
