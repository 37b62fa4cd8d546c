import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { format } from '../../src/core/util/message';
import { parseHaproxyConfig } from '../../src/core/haproxy/parse';
import type { Balancer } from '../../src/core/api/balancer';
import { EmbeddedEngine } from '../../src/engine/embeddedEngine';
import { whyNotListen } from '../../src/engine/listener';
import { BuiltCli } from '../support/builtCli';
import { ConsoleBench } from '../support/consoleBench';
import { freePort } from '../support/deadAddresses';
import { copyDemo, type Demo } from '../support/demo';
import { need } from '../support/program';
import { SeedPrograms, seedTexts, type SeedServer } from '../support/seedPrograms';
import { reply, ServerBench } from '../support/serverBench';
import { until } from '../support/until';

const { answer, question, printed } = seedTexts;
/** What their client comes to when it was answered. */
const answered = (data: string) => ({ out: `${printed(data)}\n`, err: '', code: 0 });
const address = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port }) as const;

describe('the seed’s server and client, and ours', function () {
  this.timeout(60_000);
  let seed: SeedPrograms;
  let cli: BuiltCli;

  before(async function () {
    await need(this, 'python3');
    cli = await BuiltCli.build();
  });
  after(() => cli?.remove());
  beforeEach(async () => {
    seed = await SeedPrograms.prepare();
  });
  afterEach(() => seed?.remove());

  it('their client hears our server, which hears it', async () => {
    const bench = new ServerBench();
    const port = await bench.port(reply({ answer: '“{request}” 잘 받았습니다' }));
    for (let i = 0; i < 3; i++)
      assert.deepEqual(await seed.ask(port), answered(`“${question}” 잘 받았습니다`));
    await bench.close();
  });

  it('our console talks to their server, also when it says nothing', async () => {
    const server = await seed.serve();
    const bench = await ConsoleBench.open();
    const connect = () => bench.consoles.connect({ id: 'c', spec: { address: address(server.port) } });
    const end = () => bench.consoles.end({ id: 'c', how: 'close' });
    const over = 'The peer sent FIN: nothing more will come from it. We may still send.';
    const lines = async () => (await bench.lines()).slice(1);

    await connect();
    await bench.send('안녕, 서버');
    await until('their FIN', async () => (await lines()).includes(over));
    await end();
    await until('our FIN', async () => (await bench.state()).kind === 'ended');
    assert.deepEqual(await lines(), ['< 안녕, 서버', `> ${answer}`, over, 'Closed by us (FIN).']);
    assert.equal(server.heard('안녕, 서버'), 1);

    await connect();
    await end();
    await until('it was served', () => server.heard('') === 1);
    await connect();
    await bench.send('once more');
    await until('it is heard', () => server.heard('once more') === 1);
    assert.equal(server.trouble, '');
    bench.close();
  });

  it('our command line talks to their server', async () => {
    const server = await seed.serve();
    const sent = await cli.run(['send', `127.0.0.1:${server.port}`, '안녕']);
    assert.deepEqual({ ...sent, out: String(sent.out) }, { code: 0, out: answer, err: '' });
    assert.equal(server.heard('안녕'), 1);
    assert.equal(server.trouble, '');
  });

  describe('with our balancer between them', () => {
    let engine: EmbeddedEngine;
    let servers: readonly SeedServer[];
    let port: number;
    let balancer: Balancer;

    beforeEach(async () => {
      engine = new EmbeddedEngine();
      servers = await Promise.all([seed.serve(), seed.serve(), seed.serve()]);
      port = await freePort();
      const { spec, diagnostics } = parseHaproxyConfig(seedConfig(port, servers, 'inter 100ms'));
      assert.ok(spec, diagnostics.map(({ message }) => format(message)).join());
      balancer = await engine.createBalancer({ id: 'seed', spec });
      await balancer.start();
    });
    afterEach(() => engine.shutdown({}));

    /** They live, and were checked all the while. */
    async function assertWell(): Promise<void> {
      await until('checks', () => servers.every((server) => server.heard('') >= 10 || server.trouble));
      assert.deepEqual(
        servers.map(({ trouble }) => trouble),
        ['', '', ''],
      );
      const status = async () => (await balancer.snapshot()).servers.map((server) => server.status).join();
      await until('all are UP', async () => (await status()) === 'UP,UP,UP');
    }

    it('their client is answered every time, by each server in turn', async () => {
      for (let i = 0; i < 24; i++) assert.deepEqual(await seed.ask(port), answered(answer));
      assert.deepEqual(
        servers.map((server) => server.heard(question)),
        [8, 8, 8],
      );
      await assertWell();
    });

    it('many of their clients at once are answered', async () => {
      const outcomes = await Promise.all(Array.from({ length: 12 }, () => seed.ask(port)));
      assert.deepEqual(outcomes, Array(12).fill(answered(answer)));
      assert.equal(
        servers.reduce((sum, server) => sum + server.heard(question), 0),
        12,
      );
      await assertWell();
    });

    it('our console counts what each of them answered', async () => {
      await engine.consoles.open({ id: 'c' });
      const bytes = Buffer.from('누구세요');
      const request = { id: 'c', spec: { address: address(port) }, bytes, count: 9 };
      const { failed, tally } = await engine.consoles.sendEach(request);
      assert.equal(failed, 0);
      assert.deepEqual(
        tally,
        [1, 2, 3].map((i) => ({ label: `http_backend/server${i}`, via: 'balancer', count: 3 })),
      );
      await assertWell();
    });

    it('a server that a silent client holds up is DOWN, and UP again when that one leaves', async () => {
      const held = servers[0]!;
      const status = async () => (await balancer.snapshot()).servers[0]!;
      const silent = net.connect(held.port, '127.0.0.1');
      await once(silent, 'connect');
      // Two more connections find room in its backlog, and so pass.
      await until('it is DOWN', async () => (await status()).status === 'DOWN');
      assert.equal((await status()).lastCheck?.status, 'L4TOUT');
      for (let i = 0; i < 4; i++) assert.deepEqual(await seed.ask(port), answered(answer));
      assert.equal(held.heard(question), 0);
      silent.end();
      await until('it is UP', async () => (await status()).status === 'UP');
      assert.equal(held.trouble, '');
    });
  });

  it('our command line checks their servers and says which one is gone', async () => {
    const servers = await Promise.all([seed.serve(), seed.serve(), seed.serve()]);
    const config = path.join(seed.folder, 'haproxy.cfg');
    await writeFile(config, seedConfig(await freePort(), servers));
    const verdicts = async () => {
      const { code, out } = await cli.run(['check', config]);
      return {
        code,
        rows: String(out)
          .replace(/after \d+ ms/g, 'after N ms')
          .trimEnd()
          .split('\n'),
      };
    };
    const passed = (i: number) => `http_backend/server${i}  passed  Layer4 check passed after N ms`;
    assert.deepEqual(await verdicts(), { code: 0, rows: [passed(1), passed(2), passed(3)] });
    await until('each was checked', () => servers.every((server) => server.heard('') === 1));
    assert.deepEqual(
      servers.map(({ trouble }) => trouble),
      ['', '', ''],
    );
    await servers[1].stop();
    const failed = 'http_backend/server2  FAILED  Layer4 connection problem (Connection refused) after N ms';
    assert.deepEqual(await verdicts(), { code: 1, rows: [passed(1), failed, passed(3)] });
  });

  describe('the demo, run from the command line', () => {
    let demo: Demo;

    beforeEach(async () => {
      demo = await copyDemo();
    });
    afterEach(() => demo.remove());

    it('answers their client and ours by each server in turn, and gives every port back', async () => {
      const [wire, config] = ['servers.wire', 'haproxy.cfg'].map((name) => path.join(demo.folder, name));
      const servers = await cli.start(['run', wire!], /server3 listens on/);
      const balancer = await cli.start(['run', config!], /http_frontend listens on (\S+)/);
      const [, front = ''] = balancer.match;
      for (let i = 0; i < 6; i++) {
        const { out } = await cli.run(['send', front, 'hello', '--wait', '200']);
        assert.equal(String(out), `server${(i % 3) + 1} heard: hello`);
      }
      for (let i = 0; i < 6; i++)
        assert.deepEqual(await seed.ask(demo.frontend), answered(`server${(i % 3) + 1} heard: ${question}`));
      assert.equal((await cli.run(['check', config!])).code, 0);
      assert.deepEqual([await balancer.stop(), await servers.stop()], [0, 0]);
      assert.deepEqual([balancer.warned(), servers.warned()], ['', '']);
      for (const port of [demo.frontend, ...demo.servers])
        assert.equal(await whyNotListen(address(port)), undefined);
    });
  });
});

/** The seed's own haproxy.cfg, its addresses mapped to this machine. */
function seedConfig(port: number, servers: readonly SeedServer[], check = ''): string {
  const lines = servers.map(({ port }, i) => `    server server${i + 1} 127.0.0.1:${port} check ${check}`);
  return `frontend http_frontend
    bind 127.0.0.1:${port}
    default_backend http_backend

backend http_backend
    balance roundrobin
${lines.join('\n')}
`;
}
