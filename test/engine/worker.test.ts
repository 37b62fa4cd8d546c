import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import type { BalancerSpec } from '../../src/core/api/balancer';
import type { ServerSpec } from '../../src/core/api/server';
import { format, type Message } from '../../src/core/util/message';
import { whyNotListen } from '../../src/engine/listener';
import { WorkerEngine } from '../../src/engine/worker/workerEngine';
import { buildWorker } from '../support/workerScript';
import { balancerSpec } from '../support/balancer/spec';
import { until } from '../support/until';

const echo = (id: string, port = 0): ServerSpec => ({
  id,
  name: id,
  address: { kind: 'tcp', host: '127.0.0.1', port },
  behaviour: { kind: 'echo' },
});

describe('WorkerEngine', function () {
  this.timeout(60_000);
  let worker: Awaited<ReturnType<typeof buildWorker>>;
  let engine: WorkerEngine;

  before(async () => {
    worker = await buildWorker();
  });
  after(() => worker.remove());
  beforeEach(async () => {
    engine = await WorkerEngine.start({ script: worker.script });
  });
  afterEach(() => {
    engine.dispose();
  });

  /** Starts an echo server and returns its port. */
  async function startEcho(): Promise<number> {
    const { addresses } = await engine.servers.start(echo('one'));
    const [address] = addresses;
    assert.ok(address?.kind === 'tcp');
    return address.port;
  }

  it('runs servers in its thread', async () => {
    const port = await startEcho();
    assert.equal(await say(port, 'hello'), 'hello');
    assert.deepEqual(
      (await engine.servers.list()).map(({ id, state }) => [id, state]),
      [['one', 'running']],
    );
  });

  it('tells what changed', async () => {
    const seen: string[] = [];
    const heard = new Promise<void>((resolve) =>
      engine.servers.onDidChange(({ nodes }) => {
        for (const node of nodes) seen.push(`${node.id} ${node.state}`);
        resolve();
      }),
    );
    await startEcho();
    await heard;
    assert.ok(seen.includes('one running'), seen.join());
  });

  it('keeps what a failure says of itself', async () => {
    const port = await startEcho();
    await assert.rejects(engine.servers.start(echo('two', port)), (error: Error) => {
      assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${port}`));
      return true;
    });
  });

  it('gives every port back at shutdown, also those with sessions', async () => {
    const port = await startEcho();
    const client = net.connect(port, '127.0.0.1');
    await once(client, 'connect');
    client.on('error', () => undefined);
    const closed = new Promise((resolve) => client.once('close', resolve));
    await engine.shutdown({});
    await closed;
    await bindable(port);
  });

  it('runs a balancer and checks its servers', async () => {
    const port = await startEcho();
    const spec = withFreePort(
      balancerSpec(`listen web\n bind 127.0.0.1:1\n server s1 127.0.0.1:${port} check\n`),
    );
    const balancer = await engine.createBalancer({ id: 'lb', spec });
    const { frontends } = await balancer.start();
    const [address] = frontends[0]?.addresses ?? [];
    assert.ok(address?.kind === 'tcp');
    assert.equal(await say(address.port, 'through'), 'through');
    const seen: string[] = [];
    const servers = spec.backends.flatMap(({ name, servers }) =>
      servers.map((s) => ({ backend: name, server: s.name })),
    );
    const reports = await balancer.check({ servers }, { onProgress: ({ server }) => seen.push(server) });
    assert.deepEqual(
      reports.map(({ result }) => result.status),
      ['L4OK'],
    );
    assert.equal(seen.length, 1);
    await balancer.stop({});
    balancer.dispose();
    const again = await engine.createBalancer({ id: 'lb', spec });
    again.dispose();
  });

  for (const [act, what, code] of [
    ['hoard', 'runs out of memory', 'engine.outOfMemory'],
    ['throw', 'fails', 'engine.crashed'],
  ] as const) {
    it(`says so when the worker ${what}, and its ports are free`, async () => {
      const port = await startEcho();
      const failed = new Promise<Message>((resolve) => engine.onDidFail(resolve));
      engine.worker.postMessage(act);
      const pending = engine.servers.list().catch((error: unknown) => error);
      const reason = await failed;
      assert.equal(reason.code, code, format(reason));
      assert.match(format(reason), /Restart it to bring its nodes back/);
      if (act !== 'throw') assert.equal(String(await pending), `Failure: ${format(reason)}`);
      await assert.rejects(engine.servers.list(), { message: format(reason) });
      await bindable(port);
    });
  }

  it('does not call a shutdown a failure', async () => {
    let failed = false;
    engine.onDidFail(() => (failed = true));
    await engine.shutdown({});
    assert.equal(failed, false);
    await assert.rejects(engine.servers.list(), /The engine was stopped/);
  });
});

/** What comes back for a text, until the server closes after our half-close. */
async function say(port: number, text: string): Promise<string> {
  const client = net.connect(port, '127.0.0.1');
  client.end(text);
  let answer = '';
  for await (const chunk of client) answer += String(chunk);
  return answer;
}

function withFreePort(spec: BalancerSpec): BalancerSpec {
  const address = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
  const frontends = spec.frontends.map((frontend) => ({
    ...frontend,
    binds: frontend.binds.map((bind) => ({ ...bind, address })),
  }));
  return { ...spec, frontends };
}

/** Waits until the port can be listened on. */
async function bindable(port: number): Promise<void> {
  const address = { kind: 'tcp', host: '127.0.0.1', port } as const;
  await until(`port ${port} is free`, async () => (await whyNotListen(address)) === undefined);
}
