import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, ServerSpec } from '../../../src/core/api/server';
import { daytimeText } from '../../../src/engine/servers/daytime';
import { exchange, portOf, reply, ServerBench, TestClient } from '../../support/serverBench';
import { until } from '../../support/until';

const host = '127.0.0.1';

describe('a server', function () {
  this.timeout(30_000);
  let bench: ServerBench;
  const clients: TestClient[] = [];

  beforeEach(() => {
    bench = new ServerBench(false);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.destroy();
    await bench.close();
  });

  async function connect(behaviour: Behaviour, more?: Partial<ServerSpec>): Promise<TestClient> {
    const client = TestClient.to(await bench.port(behaviour, more));
    clients.push(client);
    return client;
  }

  describe('that echoes', () => {
    it('gives every byte back, finishes what it has, then closes', async () => {
      const port = await bench.port({ kind: 'echo' });
      const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));
      assert.ok((await exchange({ host, port }, sent)).equals(sent));
    });

    it('answers after its delay, in order, and what was asked before a half-close', async () => {
      const port = await bench.port({ kind: 'echo' }, { delayMs: 60 });
      const start = performance.now();
      assert.equal((await exchange({ host, port }, 'late')).toString(), 'late');
      assert.ok(performance.now() - start >= 59);
    });

    it('forgets its delayed answers when the client leaves', async () => {
      const client = await connect({ kind: 'echo' }, { delayMs: 3_600_000 });
      client.socket.write('never');
      await until('the bytes came', async () => (await bench.node()).bytesIn === 5);
      client.socket.resetAndDestroy();
      await until('its session ended', async () => (await bench.sessions())[0]?.state === 'ended');
      assert.equal((await bench.node()).bytesOut, 0);
    });

    for (const address of [
      { kind: 'tcp', host: '::1', port: 0 } as const,
      { kind: 'tcp', host: '*', port: 0 } as const,
    ])
      it(`does so on ${address.host}`, async () => {
        const port = await bench.port({ kind: 'echo' }, { address });
        const target = { port, host: address.host === '*' ? host : address.host };
        assert.equal((await exchange(target, 'hi')).toString(), 'hi');
        assert.match(
          (await bench.sessions())[0]?.client ?? '',
          address.host === '*' ? /^127\.0\.0\.1:\d+$/ : /^\[::1\]:\d+$/,
        );
      });

    it('does so on a UNIX socket', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'wb-'));
      const path = join(folder, 'echo.sock');
      await bench.start({ kind: 'echo' }, { address: { kind: 'unix', path } });
      assert.equal((await exchange({ path }, 'hi')).toString(), 'hi');
      assert.equal((await bench.sessions())[0]?.client, 'unix');
      rmSync(folder, { recursive: true });
    });
  });

  describe('that discards', () => {
    it('reads everything, says nothing, and closes after the client', async () => {
      const port = await bench.port({ kind: 'discard' });
      assert.equal((await exchange({ host, port }, Buffer.alloc(2_000_000))).length, 0);
      assert.equal((await bench.node()).bytesIn, 2_000_000);
    });
  });

  describe('that generates characters', () => {
    it('sends the lines of RFC 864', async () => {
      const client = await connect({ kind: 'chargen' });
      await until('96 lines came', () => client.bytes.length >= 96 * 74);
      const lines = client.text.split('\r\n');
      const first = ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg';
      assert.equal(lines[0], first);
      assert.equal(lines[1], `${first.slice(1)}h`);
      assert.equal(lines[95], lines[0]);
      assert.ok(lines.slice(0, 96).every((line) => /^[ -~]{72}$/.test(line)));
    });

    it('waits for a client that does not read', async () => {
      const client = await connect({ kind: 'chargen' });
      client.socket.pause();
      const sent = await settled(async () => (await bench.node()).bytesOut);
      assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes`);
      client.socket.resume();
      await until('it goes on', async () => (await bench.node()).bytesOut > sent);
    });

    it('sends a line each time its delay has passed', async () => {
      const client = await connect({ kind: 'chargen' }, { delayMs: 10 });
      await until('three lines came', () => client.bytes.length >= 3 * 74);
      assert.equal((await bench.node()).bytesOut % 74, 0);
    });
  });

  describe('that tells the time', () => {
    it('answers without being asked, and closes', async () => {
      const client = await connect({ kind: 'daytime' });
      await until('it closed', () => client.ended);
      assert.match(
        client.text,
        /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+ \d{1,2}, \d{4} \d\d:\d\d:\d\d-UTC\r\n$/,
      );
      assert.equal(daytimeText(Date.UTC(1982, 1, 2, 0, 7, 43)), 'Tuesday, February 2, 1982 00:07:43-UTC');
    });
  });

  describe('that replies', () => {
    it('greets, and answers every message with what its template says', async () => {
      const client = await connect(
        reply({ greeting: 'hello from {node}\\r\\n', answer: '{node} #{counter} to {peer}: {request}' }),
      );
      await until('the greeting came', () => client.text === 'hello from alpha\r\n');
      const peer = `127.0.0.1:${client.socket.localPort}`;
      let expected = client.text;
      for (const [i, message] of ['one', '둘', 'three\n'].entries()) {
        client.socket.write(message);
        expected += `alpha #${i + 1} to ${peer}: ${message}`;
        await until(`answer ${i + 1} came`, () => client.text === expected);
      }
    });

    it('counts answers over all its clients', async () => {
      const port = await bench.port(reply({ answer: '{counter} ' }));
      const answers = await Promise.all(Array.from({ length: 5 }, () => exchange({ host, port }, 'x')));
      assert.deepEqual(answers.map(String).sort(), ['1 ', '2 ', '3 ', '4 ', '5 ']);
    });

    it('answers a client that has half-closed, after its delay', async () => {
      const port = await bench.port(reply({ answer: 'got {request}' }), { delayMs: 30 });
      assert.equal((await exchange({ host, port }, 'this')).toString(), 'got this');
    });

    it('closes after the first answer, or after the greeting, when told to', async () => {
      const client = await connect(reply({ answer: 'bye' }, { closeAfterReply: true }));
      client.socket.write('one');
      await until('it closed', () => client.ended);
      client.socket.write('two');
      client.socket.end();
      await until('both closed', () => client.closed);
      assert.equal(client.text, 'bye');
      await bench.servers.stop({ id: 'alpha' });
      const greeted = await connect(reply({ greeting: 'hi and bye' }, { closeAfterReply: true }));
      await until('it closed', () => greeted.ended);
      assert.equal(greeted.text, 'hi and bye');
    });

    it('takes lines as messages, however they arrive, and the last one without its end', async () => {
      const port = await bench.port(reply({ answer: '<{request}>' }, { framing: { kind: 'line' } }));
      assert.equal((await exchange({ host, port }, 'a\nbc\n\nd')).toString(), '<a\n><bc\n><\n><d>');
      const client = TestClient.to(port);
      clients.push(client);
      for (const byte of 'xy\nz\n') {
        client.socket.write(byte);
        await until(
          'it was read',
          async () => (await bench.sessions())[0]!.bytesIn === 'xy\nz\n'.indexOf(byte) + 1 || byte === '\n',
        );
      }
      await until('both answers came', () => client.text === '<xy\n><z\n>');
    });

    it('answers after silence, and never a frame that is cut short', async () => {
      const client = await connect(
        reply({ answer: '<{request}>' }, { framing: { kind: 'idle', gapMs: 40 } }),
      );
      client.socket.write('a');
      client.socket.write('b');
      await until('the answer came', () => client.text === '<ab>');
      await bench.servers.stop({ id: 'alpha' });
      const framing = { kind: 'fixed', length: 3 } as const;
      const port = await bench.port(reply({ answer: '<{request}>' }, { framing }));
      assert.equal((await exchange({ host, port }, 'abcde')).toString(), '<abc>');
    });

    it('refuses a framing that makes no sense, and lets go of its name', async () => {
      const behaviour = reply({ answer: 'x' }, { framing: { kind: 'fixed', length: 0 } });
      await assert.rejects(bench.start(behaviour), { message: 'length 0 is not ≥ 1' });
      await bench.start({ kind: 'echo' });
    });

    it('resets a client whose message does not end, and says why', async () => {
      const client = await connect(reply({ answer: 'x' }, { framing: { kind: 'line' } }));
      client.socket.write(Buffer.alloc(3_000_000, 'a'));
      await until('it was reset', () => client.closed);
      assert.equal(client.error?.code, 'ECONNRESET');
      assert.deepEqual((await bench.sessions())[0]?.end?.args, { max: 1024 * 1024 });
    });

    it('answers a burst of tiny messages without keeping all the answers in memory', async () => {
      const answer = 'x'.repeat(1000);
      const client = await connect(reply({ answer }, { framing: { kind: 'line' } }));
      client.socket.pause();
      client.socket.write(Buffer.alloc(100_000, '\n'));
      const sent = await settled(async () => (await bench.node()).bytesOut);
      assert.ok(sent < 64_000_000, `${sent} bytes were sent ahead`);
      client.socket.resume();
      await until('every answer came', async () => (await bench.node()).bytesOut === 100_000 * 1000);
    });
  });

  it('tells of a node by its name and its real port', async () => {
    const node = await bench.start({ kind: 'echo' });
    assert.deepEqual(node, {
      id: 'alpha',
      kind: 'server',
      name: 'alpha',
      addresses: [{ kind: 'tcp', host, port: portOf(node) }],
      state: 'running',
      warning: undefined,
      sessions: { current: 0, total: 0 },
      bytesIn: 0,
      bytesOut: 0,
    });
  });
});

/** The value once it has stayed the same for a while. */
async function settled(read: () => Promise<number>): Promise<number> {
  let last = -1;
  let since = performance.now();
  return until('it came to rest', async () => {
    const value = await read();
    if (value !== last) [last, since] = [value, performance.now()];
    return value > 0 && performance.now() - since > 300 ? value : undefined;
  });
}
