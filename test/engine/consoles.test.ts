import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import * as net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ConsoleBench } from '../support/consoleBench';
import { openSockets } from '../support/openSockets';
import { Peer } from '../support/peer';
import { standstill } from '../support/standstill';
import { until } from '../support/until';

describe('consoles', function () {
  this.timeout(60_000);
  let bench: ConsoleBench;
  let peer: Peer;

  beforeEach(async () => {
    bench = await ConsoleBench.open();
    peer = await Peer.listen();
  });

  afterEach(async () => {
    bench.close();
    await peer.close();
  });

  function connect(more: object = {}) {
    return bench.consoles.connect({ id: 'c', spec: { address: peer.address, ...more } });
  }

  function has(line: string) {
    return until(`${line} in the transcript`, async () => (await bench.lines()).includes(line));
  }

  const opened = 'Connected to 127.0.0.1:PORT from 127.0.0.1:PORT.';

  it('sends and receives, and says what happened in its transcript', async () => {
    const { state } = await connect();
    assert.equal(state.kind, 'open');
    await bench.send('ping');
    await until('a connection', () => peer.last);
    peer.last.once('data', () => peer.last.end('pong'));
    await has('The peer sent FIN: nothing more will come from it. We may still send.');
    await bench.send('more');
    await bench.consoles.end({ id: 'c', how: 'close' });
    await has('Closed by us (FIN).');
    assert.deepEqual(await bench.lines(), [
      opened,
      '< ping',
      '> pong',
      'The peer sent FIN: nothing more will come from it. We may still send.',
      '< more',
      'Closed by us (FIN).',
    ]);
    assert.equal((await bench.state()).kind, 'ended');
  });

  it('half-closes, closes and resets as separate acts', async () => {
    await connect();
    await until('a connection', () => peer.last);
    let ended = false;
    peer.last.resume().once('end', () => (ended = true));
    await bench.consoles.end({ id: 'c', how: 'halfClose' });
    await until('our FIN', () => ended);
    peer.last.write('still here');
    await has('> still here');
    await assert.rejects(bench.send('x'), /Nothing can be sent any more on this connection: we sent FIN/);
    peer.last.end();
    await has('Closed: both sides sent FIN.');

    await connect();
    await until('a second connection', () => peer.sockets.length === 2);
    const error = new Promise<NodeJS.ErrnoException>((resolve) => peer.last.once('error', resolve));
    peer.last.resume();
    await bench.consoles.end({ id: 'c', how: 'reset' });
    assert.equal((await error).code, 'ECONNRESET');
    await has('Reset by us (RST).');
    await assert.rejects(bench.consoles.end({ id: 'c', how: 'close' }), /Not connected/);
  });

  it('keeps no socket when it resets in the very moment of its half-close', async () => {
    const before = openSockets();
    await connect();
    await until('a connection', () => peer.last);
    await bench.consoles.end({ id: 'c', how: 'halfClose' });
    await bench.consoles.end({ id: 'c', how: 'reset' });
    peer.last.destroy();
    await until('all are closed', () => openSockets() === before);
  });

  it('tells a reset by the peer from a close', async () => {
    await connect();
    await until('a connection', () => peer.last);
    peer.last.resetAndDestroy();
    await has('Reset by the peer (RST).');
    assert.equal((await bench.state()).kind, 'ended');
  });

  it('says why there is no connection', async () => {
    const { address } = peer;
    const { port } = address;
    await peer.close();
    await assert.rejects(
      bench.consoles.connect({ id: 'c', spec: { address } }),
      new RegExp(`^Failure: 127.0.0.1:${port} refused the connection \\(RST\\): nothing listens there\\.`),
    );
    await assert.rejects(
      bench.consoles.connect({ id: 'c', spec: { address: { kind: 'unix', path: '/nowhere/at.sock' } } }),
      /There is no socket at unix@\/nowhere\/at\.sock/,
    );
    await assert.rejects(
      bench.consoles.connect({
        id: 'c',
        spec: { address: { kind: 'tcp', host: 'no.such.invalid', port: 1 } },
      }),
      /The name in no\.such\.invalid:1 cannot be resolved/,
    );
    assert.equal((await bench.lines()).length, 3);
  });

  it('gives up a connect after its time, or when it is cancelled', async () => {
    // A full accept queue leaves a connect unanswered: a listener of backlog 1 that never accepts.
    const silent = await silentListener();
    const spec = { address: { kind: 'tcp', host: '127.0.0.1', port: silent.port } as const, timeoutMs: 300 };
    await assert.rejects(bench.consoles.connect({ id: 'c', spec }), /did not answer within 0\.3 s/);
    const abort = new AbortController();
    const call = bench.consoles.connect(
      { id: 'c', spec: { ...spec, timeoutMs: 30_000 } },
      { signal: abort.signal },
    );
    abort.abort();
    await assert.rejects(call, /Connecting was cancelled/);
    await silent.close();
  });

  it('waits for a peer that does not read, and keeps memory flat', async () => {
    await connect();
    await until('a connection', () => peer.last);
    peer.last.pause();
    const bytes = Buffer.alloc(64 * 1024 * 1024, 'x');
    let done = false;
    const sent = bench.consoles.send({ id: 'c', bytes }).then(() => (done = true));
    const count = async () => (await bench.transcripts.info({ id: 'c' }))!.bytesSent;
    assert.ok((await standstill(count)) < 32 * 1024 * 1024);
    assert.equal(done, false);
    let received = 0;
    peer.last.on('data', (chunk) => (received += chunk.length)).resume();
    await sent;
    await until('every byte', () => received === bytes.length);
    assert.equal(await count(), bytes.length);
  });

  it('says how much was handed over when the connection ends during a send', async () => {
    await connect();
    await until('a connection', () => peer.last);
    peer.last.pause();
    const sent = bench.consoles.send({ id: 'c', bytes: Buffer.alloc(64 * 1024 * 1024) });
    await until('a start', async () => (await bench.transcripts.info({ id: 'c' }))!.bytesSent > 0);
    peer.last.resetAndDestroy();
    await assert.rejects(
      sent,
      /^Failure: The connection ended after [1-9]\d* of 67108864 bytes were handed over: ECONNRESET$/,
    );
  });

  it('sends again and again until told to stop, or the connection ends', async () => {
    await connect();
    await bench.consoles.sendEvery({ id: 'c', bytes: Buffer.from('tick'), everyMs: 5 });
    const ticks = async () => (await bench.lines()).filter((line) => line === '< tick').length;
    await until('ten', async () => (await ticks()) >= 10);
    await bench.consoles.stopSending({ id: 'c' });
    await bench.consoles.sendEvery({ id: 'c', bytes: Buffer.from('tock'), everyMs: 5 });
    peer.last.resetAndDestroy();
    await has('Reset by the peer (RST).');
    const snapshot = await bench.consoles.open({ id: 'c' });
    assert.equal(snapshot.periodic, undefined);
    await assert.rejects(
      bench.consoles.sendEvery({ id: 'c', bytes: Buffer.from('x'), everyMs: 5 }),
      /Not connected\. Connect first/,
    );
  });

  it('connects again by itself, also while nothing listens', async () => {
    await connect({ reconnect: true });
    await until('a connection', () => peer.last);
    const { port } = peer.address;
    await peer.close();
    const refused = /refused the connection/;
    await until('a refusal', async () => (await bench.lines()).some((line) => refused.test(line)));
    assert.match((await bench.state()).kind, /waiting|connecting/);
    const again = net.createServer((socket) => socket.end('welcome back')).listen(port, '127.0.0.1');
    await has('> welcome back');
    await bench.consoles.end({ id: 'c', how: 'close' }).catch(() => undefined);
    await until('rest', async () => (await bench.state()).kind === 'ended');
    again.close();
  });

  it('talks over a UNIX socket, which has no reset', async function () {
    if (process.platform === 'win32') return this.skip();
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-console-'));
    const file = path.join(folder, 's');
    const server = net.createServer((socket) => socket.pipe(socket)).listen(file);
    await bench.consoles.connect({ id: 'c', spec: { address: { kind: 'unix', path: file } } });
    await bench.send('hi');
    await has('> hi');
    await assert.rejects(bench.consoles.end({ id: 'c', how: 'reset' }), /A UNIX socket cannot be reset/);
    await bench.consoles.end({ id: 'c', how: 'close' });
    await has('Closed by us (FIN).');
    server.close();
    await rm(folder, { recursive: true });
  });

  it('gives every socket back when it is disposed', async () => {
    await connect();
    await until('a connection', () => peer.last);
    const closed = new Promise((resolve) => peer.last.once('close', resolve));
    peer.last.resume().on('end', () => peer.last.end());
    bench.consoles.dispose();
    await closed;
    assert.ok((await bench.lines()).includes('Closed by us (FIN).'));
  });
});

/** A listener whose queue of connections is full, so that a connect gets no answer. */
async function silentListener(): Promise<{ port: number; close(): Promise<void> }> {
  const { spawn } = await import('node:child_process');
  const script =
    'import socket,sys\ns=socket.socket();s.bind(("127.0.0.1",0));s.listen(0)\nprint(s.getsockname()[1],flush=True)\nsys.stdin.read()';
  const child = spawn('python3', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) => {
    child.stdout.once('data', (data) => {
      resolve(Number(data));
    });
  });
  const fillers = Array.from({ length: 8 }, () =>
    net.connect(port, '127.0.0.1').on('error', () => undefined),
  );
  await until('a full queue', () => fillers.some((socket) => !socket.connecting));
  return {
    port,
    async close() {
      for (const socket of fillers) socket.destroy();
      child.kill();
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}
