import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { ConsoleBench } from '../support/consoleBench';
import { Peer } from '../support/peer';
import { until } from '../support/until';

describe('one connection per send', function () {
  this.timeout(60_000);
  let bench: ConsoleBench;
  let peer: Peer;

  /** Sends `ping` so often to a peer that does this with each connection. */
  async function each(
    count: number,
    onConnection: (socket: Socket, index: number) => void,
    more: object = {},
  ) {
    let index = 0;
    peer = await Peer.listen((socket) => {
      onConnection(socket, index++);
    });
    const request = {
      id: 'c',
      spec: { address: peer.address },
      bytes: Buffer.from('ping'),
      count,
      waitMs: 300,
      ...more,
    };
    return bench.consoles.sendEach(request, { onProgress: (progress) => bench.progress.push(progress) });
  }

  afterEach(async () => {
    bench.close();
    await peer.close();
  });

  it('counts by the first line of the answers', async () => {
    bench = await ConsoleBench.open();
    const result = await each(6, (socket, index) => {
      socket.once('data', () => socket.end(`server ${'abb'[index % 3]}\r\nmore\r\n`));
    });
    assert.deepEqual(result, {
      sent: 6,
      total: 6,
      failed: 0,
      tally: [
        { label: 'server b', via: 'answer', count: 4 },
        { label: 'server a', via: 'answer', count: 2 },
      ],
    });
    assert.equal(peer.sockets.length, 6);
    const lines = await bench.lines();
    assert.equal(lines.filter((line) => line === '< ping').length, 6);
    assert.ok(lines.includes('Connection 6 of 6 to 127.0.0.1:PORT, from 127.0.0.1:PORT.'));
    assert.ok(bench.progress.length >= 1);
  });

  it('counts by the server that the balancer chose, where it is one of ours', async () => {
    bench = await ConsoleBench.open((local) => {
      const server = peer.sockets.findIndex((socket) => `127.0.0.1:${socket.remotePort}` === local);
      return server < 0 ? undefined : { backend: 'web', server: `s${server + 1}` };
    });
    const { tally } = await each(2, (socket) => socket.once('data', () => socket.write('same answer')));
    assert.deepEqual(tally, [
      { label: 'web/s1', via: 'balancer', count: 1 },
      { label: 'web/s2', via: 'balancer', count: 1 },
    ]);
    assert.ok((await bench.lines()).includes('Answered by web/s2.'));
  });

  it('counts silence and failures apart', async () => {
    bench = await ConsoleBench.open();
    const result = await each(3, (socket, index) => {
      if (index === 1) socket.resetAndDestroy();
      if (index === 2) socket.once('data', () => socket.end('here'));
    });
    assert.deepEqual(
      { ...result, tally: [...result.tally].sort((a, b) => a.via.localeCompare(b.via)) },
      {
        sent: 3,
        total: 3,
        failed: 1,
        tally: [
          { label: 'here', via: 'answer', count: 1 },
          { label: '', via: 'nothing', count: 1 },
        ],
      },
    );
    const lines = await bench.lines();
    assert.ok(lines.includes('Nothing was answered within 0.3 s.'));
    assert.ok(lines.some((line) => line.startsWith('Connection 2 of 3 failed: ')));
  });

  it('half-closes after the send when wanted', async () => {
    bench = await ConsoleBench.open();
    const { tally } = await each(
      1,
      (socket) => {
        socket.resume().once('end', () => socket.end('got all of it'));
      },
      { halfClose: true },
    );
    assert.deepEqual(tally, [{ label: 'got all of it', via: 'answer', count: 1 }]);
  });

  it('stops where it is when it is cancelled', async () => {
    bench = await ConsoleBench.open();
    peer = await Peer.listen();
    const abort = new AbortController();
    const request = {
      id: 'c',
      spec: { address: peer.address },
      bytes: Buffer.from('x'),
      count: 1000,
      waitMs: 20_000,
    };
    const result = bench.consoles.sendEach(request, { signal: abort.signal });
    await until('the first connection', () => peer.last);
    abort.abort();
    assert.ok((await result).sent <= 1);
    assert.equal(peer.sockets.length, 1);
  });
});
