import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type * as net from 'node:net';
import { BalancerBench } from '../../support/balancer/bench';
import { listenConfig } from '../../support/balancer/config';
import { residentMemory } from '../../support/memory';
import { Peer } from '../../support/peer';
import { standstill } from '../../support/standstill';
import { until } from '../../support/until';
import type { WireClient } from '../../support/wireClient';

const MiB = 1 << 20;

/** Bytes that differ from place to place and from seed to seed. */
function pattern(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2654435761 + 1;
  for (let i = 0; i < length; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes.writeUInt32LE(state, i);
  }
  return bytes;
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Writes for ever, as fast as the other side takes it. */
function pump(socket: net.Socket): void {
  const block = Buffer.alloc(MiB, 'x');
  const write = () => {
    while (socket.writable && socket.write(block));
  };
  socket.on('drain', write);
  write();
}

describe('embedded balancer: data path', () => {
  let bench: BalancerBench;
  let peer: Peer;
  /** What the server does with its next connections. */
  let serve: (socket: net.Socket) => void;

  beforeEach(async () => {
    peer = await Peer.listen((socket) => {
      serve(socket);
    });
    bench = await BalancerBench.start(await listenConfig(`server s1 127.0.0.1:${peer.address.port}`));
  });

  afterEach(async () => {
    await bench.balancer.stop({});
    bench.balancer.dispose();
    await peer.close();
  });

  const row = async () => (await bench.balancer.sessions({ limit: 1 })).rows[0]!;

  it('keeps every client’s bytes apart while buffers grow, shrink and change hands', async function () {
    this.timeout(60_000);
    let seed = 0;
    serve = (socket) => {
      const bytes = pattern(3 * MiB, ++seed);
      socket.write(hash(bytes));
      socket.end(bytes);
    };
    const clients = [];
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 12; i++) {
        const client = await bench.connect();
        // Every third one reads in fits, and every fourth leaves with its bytes under way.
        if (i % 3 === 0) {
          client.socket.pause();
          setTimeout(() => client.socket.resume(), 40 * i);
        }
        if (i % 4 === 3) setTimeout(() => client.socket.resetAndDestroy(), 5 * i);
        else clients.push(client);
      }
    }
    for (const client of clients) {
      assert.equal(await client.ended(), 'fin');
      const { bytes } = client;
      assert.equal(bytes.length, 3 * MiB + 64);
      assert.equal(hash(bytes.subarray(64)), bytes.subarray(0, 64).toString());
      client.socket.destroy();
    }
  });

  it('reads no more from the server than a client that takes nothing lets it: memory stays flat', async () => {
    serve = pump;
    const client = await bench.connect();
    client.socket.pause();
    const sent = await standstill(async () => (await row()).bytesOut);
    const before = await residentMemory();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await row()).bytesOut, sent);
    assert.ok((await residentMemory()) - before < 2 * MiB);
    client.socket.resume();
    await until('it flows again', () => client.bytes.length > sent);
    client.socket.destroy();
  });

  it('reads no more from a client than a server that takes nothing lets it, and loses nothing', async () => {
    const received: Buffer[] = [];
    serve = (socket) => {
      socket.pause();
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.on('end', () => socket.end());
    };
    const data = pattern(24 * MiB, 7);
    const client = await bench.connect();
    client.socket.end(data);
    const taken = await standstill(async () => (await row()).bytesIn);
    assert.ok(taken < data.length, `${taken} bytes were taken`);
    peer.last.resume();
    await client.ended();
    assert.equal(hash(Buffer.concat(received)), hash(data));
  });

  it('delivers what a server sent before it was killed, also to a slow client, then FIN', async () => {
    serve = pump;
    const client = await bench.connect();
    client.socket.pause();
    const sent = await standstill(async () => (await row()).bytesOut);
    peer.last.resetAndDestroy();
    client.socket.resume();
    assert.equal(await client.ended(), 'fin');
    assert.ok(client.bytes.length >= sent, `${client.bytes.length} of ${sent} bytes`);
    client.socket.destroy();
    await until('it is over', async () => (await row()).state === 'ended');
    // Of an RST that finds bytes unread, the system's reader reports only that no more will come.
    assert.match((await row()).end!.code, /^session\.(reset|closed)ByServer$/);
  });

  it('lets a crowd in one by one although each is sent away at once', async function () {
    this.timeout(60_000);
    const config = await listenConfig('maxconn 1', `server s1 127.0.0.1:${peer.address.port}`);
    const crowded = await BalancerBench.start(config);
    serve = (socket) => socket.resume();
    const first = await crowded.connect();
    const clients: WireClient[] = [];
    while (clients.length < 1500)
      clients.push(...(await Promise.all(Array.from({ length: 100 }, () => crowded.connect()))));
    assert.equal((await crowded.server()).sessions.total, 1);
    await crowded.balancer.act({ servers: [{ backend: 'f', server: 's1' }], action: { kind: 'maint' } });
    first.socket.resetAndDestroy();
    for (const client of clients) {
      assert.equal(await client.ended(), 'fin');
      client.socket.destroy();
    }
    assert.equal((await crowded.balancer.snapshot()).frontends[0]!.sessions.total, 1501);
    await crowded.balancer.stop({});
    crowded.balancer.dispose();
  });
});
