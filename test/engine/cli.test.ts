import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { BuiltCli } from '../support/builtCli';
import { Peer } from '../support/peer';
import { until } from '../support/until';

describe('wirebench on the command line', function () {
  this.timeout(60_000);
  let cli: BuiltCli;
  let folder: string;

  before(async () => {
    cli = await BuiltCli.build();
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-files-'));
  });
  after(async () => {
    await cli.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function file(name: string, text: string): Promise<string> {
    const where = path.join(folder, name);
    await writeFile(where, text);
    return where;
  }

  const listening = /listens on ([\d.]+:(\d+))/;

  describe('send', () => {
    it('sends text with escapes, nothing added, and prints the answer byte for byte', async () => {
      const answer = Buffer.from([0, 255, 10, 128]);
      const received: Buffer[] = [];
      const peer = await Peer.listen((socket) =>
        socket.once('data', (data: Buffer) => {
          received.push(data);
          socket.end(answer);
        }),
      );
      const { code, out, err } = await cli.run(['send', String(peer.address.port), 'a\\r\\n', '\\xff']);
      assert.deepEqual(Buffer.concat(received), Buffer.from([0x61, 13, 10, 32, 255]));
      assert.deepEqual([code, out, err], [0, answer, '']);
      await peer.close();
    });

    it('sends hexadecimal, files and standard input', async () => {
      const bytes = Buffer.from([0, 1, 254, 255]);
      const name = path.join(folder, 'payload');
      await writeFile(name, bytes);
      for (const [args, input] of [
        [['--hex', '00 01 fe ff'], undefined],
        [['--file', name], undefined],
        [['--file', '-'], bytes],
        [[], bytes],
      ] as const) {
        const peer = await Peer.listen((socket) => socket.once('data', (data) => socket.end(data)));
        const { code, out } = await cli.run(['send', `127.0.0.1:${peer.address.port}`, ...args], input);
        assert.deepEqual([code, out], [0, bytes], args.join(' '));
        await peer.close();
      }
    });

    it('waits until nothing came for --wait, and half-closes only when asked', async () => {
      const peer = await Peer.listen((socket) => {
        socket.on('end', () => socket.end('end seen')).resume();
      });
      const to = String(peer.address.port);
      const quiet = await cli.run(['send', to, 'x', '--wait', '100']);
      assert.deepEqual([quiet.code, String(quiet.out)], [0, '']);
      const ended = await cli.run(['send', to, 'x', '--half-close', '--wait', '20000']);
      assert.deepEqual([ended.code, String(ended.out)], [0, 'end seen']);
      await peer.close();
    });

    it('prints 20 MB from a fast server whole', async () => {
      const peer = await Peer.listen((socket) =>
        socket.once('data', () => socket.end(Buffer.alloc(20 << 20, 'ab'))),
      );
      const { out } = await cli.run(['send', String(peer.address.port), 'go', '--wait', '10000']);
      assert.ok(out.equals(Buffer.alloc(20 << 20, 'ab')));
      await peer.close();
    });

    it('says why it could not connect', async () => {
      const peer = await Peer.listen();
      const { port } = peer.address;
      await peer.close();
      const { code, err } = await cli.run(['send', String(port), 'x']);
      assert.equal(code, 1);
      assert.match(err, new RegExp(`^wirebench: 127\\.0\\.0\\.1:${port} refused the connection`));
    });

    it('says where the text is wrong', async () => {
      const { code, err } = await cli.run(['send', '1', '--hex', 'zz']);
      assert.equal(code, 2);
      assert.match(err, /z/);
      assert.doesNotMatch(err, /^ {4}at /m);
    });
  });

  describe('serve', () => {
    it('answers every message until it is interrupted, and gives the port back', async () => {
      const args = [
        'serve',
        'reply',
        '127.0.0.1:0',
        '--name',
        'alpha',
        '--answer',
        '{node} {counter} {request}',
      ];
      const server = await cli.start(args, listening);
      const [, address = '', port = ''] = server.match;
      const { out } = await cli.run(['send', address, 'one', '--wait', '200']);
      assert.equal(String(out), 'alpha 1 one');
      await until('the session is printed', () =>
        /alpha: 127\.0\.0\.1:\d+ ended after/.test(server.printed()),
      );
      assert.equal(await server.stop(), 0);
      assert.match(server.printed(), /stopped\n$/);
      const again = net.createServer().listen(Number(port), '127.0.0.1');
      await once(again, 'listening');
      again.close();
    });

    it('prints events as JSON lines', async () => {
      const server = await cli.start(['serve', 'echo', '127.0.0.1:0', '--json'], /"address":"([^"]+)"/);
      await cli.run(['send', server.match[1] ?? '', 'x', '--wait', '50']);
      await until('the session is printed', () => server.printed().includes('sessionEnded'));
      await server.stop('SIGTERM');
      const events = server
        .printed()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { event: string });
      assert.deepEqual(
        events.map(({ event }) => event),
        ['listening', 'sessionOpened', 'sessionEnded', 'stopped'],
      );
    });

    it('tells how sessions ended that were open when it was stopped', async () => {
      const server = await cli.start(['serve', 'echo', '127.0.0.1:0', '--json'], /:(\d+)"/);
      const client = net.connect(Number(server.match[1]), '127.0.0.1').on('error', () => undefined);
      await until('the session is printed', () => server.printed().includes('sessionOpened'));
      await server.stop();
      client.destroy();
      const events = server.printed().trimEnd().split('\n');
      assert.match(events.at(-2) ?? '', /"event":"sessionEnded".*"end":"[^"]*stopped/);
      assert.match(events.at(-1) ?? '', /"event":"stopped"/);
    });

    it('replies also when nobody said what', async () => {
      const server = await cli.start(['serve', 'reply', '127.0.0.1:0', '--name', 'alpha'], listening);
      const { out } = await cli.run(['send', server.match[1] ?? '', 'hi', '--wait', '200']);
      assert.equal(String(out), 'alpha heard: hi');
      await server.stop();
    });

    it('refuses what is not a behaviour', async () => {
      const { code, err } = await cli.run(['serve', 'parrot', '0']);
      assert.equal(code, 2);
      assert.match(err, /parrot.*echo, discard/s);
    });
  });

  describe('run and check', () => {
    it('balances over the servers of a haproxy.cfg, and checks them', async () => {
      const one = await Peer.listen((socket) => socket.end('one'));
      const two = await Peer.listen((socket) => socket.end('two'));
      const front = await Peer.listen();
      const { port } = front.address;
      await front.close();
      const config = await file(
        'haproxy.cfg',
        `defaults
  timeout connect 1s
  timeout client 5s
  timeout server 5s
listen web
  bind 127.0.0.1:${port}
  server one 127.0.0.1:${one.address.port} check inter 200
  server two 127.0.0.1:${two.address.port} check inter 200
`,
      );
      const checked = await cli.run(['check', config]);
      assert.equal(checked.code, 0);
      assert.match(
        String(checked.out),
        /web\/one +passed +Layer4 check passed after \d+ ms\nweb\/two +passed/,
      );

      const balancer = await cli.start(['run', config], listening);
      const [, address = ''] = balancer.match;
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(String((await cli.run(['send', address, ''])).out));
      assert.deepEqual(answers, ['one', 'two', 'one', 'two']);

      await two.close();
      await until('two is DOWN', () =>
        /web\/two is DOWN, Layer4 connection problem/.test(balancer.printed()),
      );
      const failed = await cli.run(['check', config, '--json']);
      assert.equal(failed.code, 1);
      const rows = String(failed.out)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { passed: boolean });
      assert.deepEqual(
        rows.map(({ passed }) => passed),
        [true, false],
      );
      assert.equal(await balancer.stop(), 0);
      await one.close();
    });

    it('runs the named blocks of a .wire file', async () => {
      const wire = await file(
        'servers.wire',
        '### alpha\nlisten 127.0.0.1:0\nreply\n  answer "alpha"\n\n### beta\nlisten 127.0.0.1:0\necho\n',
      );
      const server = await cli.start(['run', wire, 'beta'], listening);
      const { out } = await cli.run(['send', server.match[1] ?? '', 'x', '--wait', '200']);
      assert.equal(String(out), 'x');
      assert.doesNotMatch(server.printed(), /alpha/);
      await server.stop();
      const { code, err } = await cli.run(['run', wire, 'gamma']);
      assert.equal(code, 2);
      assert.match(err, /gamma.*alpha, beta/);
    });
  });

  it('prints help for every command', async () => {
    for (const command of ['serve', 'run', 'send', 'check']) {
      const { code, out } = await cli.run([command, '--help']);
      assert.equal(code, 0);
      assert.match(String(out), new RegExp(`Usage: wirebench ${command}`));
    }
  });
});
