import assert from 'node:assert/strict';
import { Failure, catalog, format, type Message } from '../../../src/core/util/message';
import { serverRow } from '../../../src/extension/model/rows/nodeRows';
import { icons } from '../../../src/extension/model/rows/rowView';
import { DEMO, TestBench, TestMemory, echo } from './bench';

const { dead, taken } = catalog('test', { dead: 'The engine died.', taken: '{address} is in use.' });

describe('the workbench model', () => {
  it('makes the engine when something first starts', async () => {
    const bench = new TestBench();
    const id = bench.addServer('a');
    assert.equal(bench.engines.length, 0);
    await bench.workbench.serverControl.start(id);
    assert.equal(bench.engines.length, 1);
    assert.equal(bench.state(id), 'running');
  });

  it('shows why a start failed, and throws it', async () => {
    const bench = new TestBench();
    const [first, second] = [bench.addServer('a'), bench.addServer('b')];
    await bench.workbench.serverControl.start(first);
    bench.engine.refusal = taken({ address: '127.0.0.1:5000' });
    await assert.rejects(bench.workbench.serverControl.start(second), Failure);
    const snapshot = bench.workbench.servers.get(second)!.snapshot;
    assert.equal(snapshot.state, 'failed');
    assert.equal(format(snapshot.reason!), '127.0.0.1:5000 is in use.');
  });

  it('keeps a failed server failed when the engine forgets it', async () => {
    const bench = new TestBench();
    const [first, second] = [bench.addServer('a'), bench.addServer('b')];
    await bench.workbench.serverControl.start(first);
    bench.engine.refusal = taken({ address: '127.0.0.1:5000' });
    await assert.rejects(bench.workbench.serverControl.start(second), Failure);
    bench.engine.serversChanged.fire({ nodes: [], removed: [first, second], sessionsOf: [] });
    assert.equal(bench.state(first), 'stopped');
    assert.equal(bench.state(second), 'failed');
  });

  it('shows a warning of the engine only while it lasts', async () => {
    const bench = new TestBench();
    const id = bench.addServer('a');
    await bench.workbench.serverControl.start(id);
    const snapshot = bench.workbench.servers.get(id)!.snapshot;
    const tell = (warning?: Message) => {
      bench.engine.serversChanged.fire({
        nodes: [{ ...snapshot, ...(warning && { warning }) }],
        removed: [],
        sessionsOf: [],
      });
      return serverRow(bench.workbench.servers.get(id)!).icon;
    };
    assert.deepEqual(tell(dead()), icons.partly);
    assert.deepEqual(tell(), icons.running);
  });

  it('leaves a server alone that the user does not allow', async () => {
    const bench = new TestBench();
    bench.allow = false;
    const id = bench.addServer('a');
    await bench.workbench.serverControl.start(id);
    assert.equal(bench.state(id), 'stopped');
    assert.equal(bench.engines.length, 0);
    assert.deepEqual(
      bench.requests.map(({ fromFile }) => fromFile),
      [false],
    );
  });

  it('asks for every address of a balancer, and says that a file wants it', async () => {
    const bench = new TestBench();
    const id = bench.addBalancer(DEMO.replace('127.0.0.1:8080', '127.0.0.1:8080,*:9090'));
    await bench.workbench.balancerControl.start(id);
    const [request] = bench.requests;
    assert.equal(request!.fromFile, true);
    assert.deepEqual(
      request!.addresses.map((address) => (address.kind === 'tcp' ? address.port : 0)),
      [8080, 9090],
    );
  });

  it('does not run a file with errors', async () => {
    const bench = new TestBench();
    const id = bench.addBalancer(`${DEMO}    nonsense\n`);
    await assert.rejects(bench.workbench.balancerControl.start(id), /has errors/);
    assert.equal(bench.engines.length, 0);
  });

  it('fails every node with the engine’s reason, and brings the same ones back', async () => {
    const bench = new TestBench();
    const [first, second] = [bench.addServer('a'), bench.addServer('b')];
    const balancer = bench.addBalancer();
    await bench.workbench.serverControl.start(first);
    await bench.workbench.balancerControl.start(balancer);
    const told: string[] = [];
    bench.workbench.onDidLoseEngine((reason) => told.push(format(reason)));

    bench.engine.failed.fire(dead());

    assert.deepEqual(told, ['The engine died.']);
    assert.equal(bench.state(first), 'failed');
    assert.equal(bench.state(second), 'stopped');
    const lost = bench.workbench.balancers.get(balancer)!;
    assert.equal(lost.state, 'failed');
    assert.equal(format(lost.reason!), 'The engine died.');
    assert.equal(bench.workbench.canRecover, true);

    assert.deepEqual(await bench.workbench.recover(), []);
    assert.equal(bench.engines.length, 2);
    assert.equal(bench.state(first), 'running');
    assert.equal(bench.state(second), 'stopped');
    assert.equal(lost.state, 'running');
    assert.equal(bench.workbench.canRecover, false);
  });

  it('brings the same ones back also when the next engine dies before it was asked to', async () => {
    const bench = new TestBench();
    const [server, balancer] = [bench.addServer('a'), bench.addBalancer()];
    await bench.workbench.serverControl.start(server);
    await bench.workbench.balancerControl.start(balancer);
    bench.engine.failed.fire(dead());
    await bench.workbench.slot.get();
    bench.engine.failed.fire(dead());

    assert.deepEqual(await bench.workbench.recover(), []);
    assert.equal(bench.state(server), 'running');
    assert.equal(bench.workbench.balancers.get(balancer)!.state, 'running');
    assert.equal(bench.workbench.canRecover, false);
  });

  it('takes the sessions of an engine that goes away while it is asked for none', async () => {
    const bench = new TestBench();
    const id = bench.addServer('a');
    await bench.workbench.serverControl.start(id);
    const owner = { id, name: 'a', sessions: { current: 1, total: 1 } };
    const page = bench.workbench.sessionPage(owner, {});
    bench.engine.failed.fire(dead());
    assert.deepEqual(await page, { rows: [], total: 0 });
  });

  it('hears nothing from an engine that is gone', async () => {
    const bench = new TestBench();
    const id = bench.addServer('a');
    await bench.workbench.serverControl.start(id);
    const old = bench.engine;
    old.failed.fire(dead());
    await bench.workbench.recover();
    old.failed.fire(dead());
    assert.equal(bench.state(id), 'running');
  });

  it('keeps ad-hoc servers over a reload: stopped, and started when they are marked so', async () => {
    const memory = new TestMemory();
    const before = new TestBench(memory);
    const plain = before.addServer('plain');
    const marked = before.addServer('marked', true);
    await before.workbench.serverControl.start(plain);

    const after = new TestBench(memory);
    assert.equal(after.state(plain), 'stopped');
    assert.deepEqual(await after.workbench.startSaved(), []);
    assert.equal(after.state(plain), 'stopped');
    assert.equal(after.state(marked), 'running');
  });

  it('keeps the bytes of a saved answer', () => {
    const memory = new TestMemory();
    const answer = [Uint8Array.of(0, 255, 10), 'request'] as const;
    const spec = { ...echo('adhoc:r', 'r'), behaviour: { kind: 'reply', answer } } as const;
    new TestBench(memory).workbench.servers.put(spec, false);
    assert.deepEqual(new TestBench(memory).workbench.servers.get('adhoc:r')?.spec, spec);
  });

  it('writes to the memory only when what is saved changes', async () => {
    const memory = new TestMemory();
    const bench = new TestBench(memory);
    const id = bench.addServer('a');
    memory.texts.clear();
    await bench.workbench.serverControl.start(id);
    assert.equal(memory.texts.size, 0);
  });

  it('keeps a server that runs when its file lets go of it, until it stops', async () => {
    const bench = new TestBench();
    const { servers, serverControl } = bench.workbench;
    const uri = 'file:///w/a.wire';
    const range = { startLine: 0, startColumn: 0, endLine: 1, endColumn: 0 };
    servers.setFile(uri, [{ spec: echo('a', 'a'), range }]);
    await serverControl.start('a');
    servers.setFile(uri, []);
    assert.equal(bench.state('a'), 'running');
    await serverControl.stop('a');
    assert.equal(servers.get('a'), undefined);
  });

  it('keeps a server running that becomes a block of a file, and saves it no longer', async () => {
    const memory = new TestMemory();
    const bench = new TestBench(memory);
    const { servers, serverControl } = bench.workbench;
    const id = bench.addServer('mine');
    await serverControl.start(id);
    const uri = 'file:///w/a.wire';
    const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 4 };
    servers.adopt(id, `${uri}#mine`);
    servers.setFile(uri, [{ spec: echo(`${uri}#mine`, 'mine'), range }]);
    assert.deepEqual(
      servers.all().map((node) => [node.id, node.origin.kind, node.snapshot.state]),
      [[id, 'file', 'running']],
    );
    assert.equal(new TestBench(memory).workbench.servers.all().length, 0);
  });

  it('shuts an engine down that is still being made, and makes no other', async () => {
    const bench = new TestBench();
    const making = bench.workbench.slot.get();
    await bench.workbench.shutdown(1000);
    await making;
    assert.equal(bench.engine.shutdowns, 1);
    await assert.rejects(bench.workbench.serverControl.start(bench.addServer('a')), /closing/);
    assert.equal(bench.engines.length, 1);
  });

  it('acts only on balancers that run', async () => {
    const bench = new TestBench();
    const id = bench.addBalancer();
    const { balancerControl } = bench.workbench;
    const ref = { backend: 'app', server: 's1' };
    await assert.rejects(balancerControl.act(id, [ref], { kind: 'maint' }), /not running/);
    await balancerControl.start(id);
    await balancerControl.act(id, [ref], { kind: 'maint' });
    assert.deepEqual(bench.engine.balancers.get(id)!.acts, [{ servers: [ref], action: { kind: 'maint' } }]);
  });

  it('lets go of a balancer that could not be started', async () => {
    const bench = new TestBench();
    const server = bench.addServer('a');
    await bench.workbench.serverControl.start(server);
    bench.engine.refusal = taken({ address: '127.0.0.1:8080' });
    const id = bench.addBalancer();
    await assert.rejects(bench.workbench.balancerControl.start(id), Failure);
    assert.equal(bench.engine.balancers.get(id)!.disposed, true);
    bench.engine.refusal = undefined;
    await bench.workbench.balancerControl.start(id);
    assert.equal(bench.workbench.balancers.get(id)!.state, 'running');
  });

  it('tells when a file was changed since the start, other than by moving lines', async () => {
    const bench = new TestBench();
    const id = bench.addBalancer();
    await bench.workbench.balancerControl.start(id);
    const balancer = bench.workbench.balancers.get(id)!;
    bench.addBalancer(`# moved down\n${DEMO}`);
    assert.equal(balancer.isOutdated, false);
    bench.addBalancer(DEMO.replace('8002', '8003'));
    assert.equal(balancer.isOutdated, true);
    await bench.workbench.balancerControl.stop(id);
    assert.equal(balancer.isOutdated, false);
  });
});
