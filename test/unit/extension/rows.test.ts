import assert from 'node:assert/strict';
import type { ServerSnapshot } from '../../../src/core/api/balancer';
import type { NodeSnapshot } from '../../../src/core/api/node';
import type { SessionSnapshot } from '../../../src/core/api/session';
import { catalog } from '../../../src/core/util/message';
import { membersOf, runnablesOf } from '../../../src/extension/model/targets';
import { BackendsOutline } from '../../../src/extension/model/rows/backendsOutline';
import { memberRow } from '../../../src/extension/model/rows/backendRows';
import { NodesOutline } from '../../../src/extension/model/rows/nodesOutline';
import { serverRow } from '../../../src/extension/model/rows/nodeRows';
import type { RowView } from '../../../src/extension/model/rows/rowView';
import { icons } from '../../../src/extension/model/rows/rowView';
import { sessionRow } from '../../../src/extension/model/rows/sessionRows';
import { memberTip, serverTip } from '../../../src/extension/model/rows/tooltips';
import { english, joined } from '../../../src/extension/model/text';
import { TestBench, echo } from './bench';
import { upServer } from '../../support/scriptedEngine';

const line = (view: RowView) => `${view.label} ${joined(view.description, english)}`;
const speech = { say: english, time: () => '12:00:00' };

async function runningBench() {
  const bench = new TestBench();
  const id = bench.addBalancer();
  await bench.workbench.balancerControl.start(id);
  const balancer = bench.workbench.balancers.get(id)!;
  const show = (server: Partial<ServerSnapshot>) => {
    const snapshot = { ...upServer('app', 's1'), ...server };
    balancer.merge({ id, frontends: [], backends: [], servers: [snapshot] });
    return memberRow(balancer.member({ backend: 'app', server: 's1' })!);
  };
  return { bench, id, balancer, show };
}

describe('rows', () => {
  it('tell the essentials of a server that is UP', async () => {
    const { show } = await runningBench();
    const row = show({ sessions: { current: 12, max: 20, total: 99 } });
    assert.equal(line(row), 's1 UP · 12 sessions · 3 ms');
    assert.deepEqual(row.icon, icons.up);
  });

  it('tell why a server is DOWN', async () => {
    const { show } = await runningBench();
    const lastCheck = {
      status: 'L4CON',
      passed: false,
      info: 'Connection refused',
      at: 0,
      durationMs: 1,
    } as const;
    const row = show({ operational: 'down', status: 'DOWN', lastCheck });
    assert.equal(line(row), 's1 DOWN · Connection refused');
    assert.deepEqual(row.icon, icons.down);
  });

  it('show maintenance before anything else, and drain on a server that is UP', async () => {
    const { show } = await runningBench();
    assert.deepEqual(show({ admin: 'maint', operational: 'down', status: 'MAINT' }).icon, icons.maint);
    assert.deepEqual(show({ admin: 'drain', status: 'DRAIN' }).icon, icons.drain);
    assert.deepEqual(show({ admin: 'drain', operational: 'down' }).icon, icons.down);
  });

  it('have a shape of its own for every state of a server, so that colour is not needed', async () => {
    const { show } = await runningBench();
    const operational = ['up', 'goingDown', 'down', 'goingUp', 'noCheck'] as const;
    const shapes = [
      ...operational.map((state) => show({ operational: state }).icon.id),
      show({ admin: 'drain' }).icon.id,
      show({ admin: 'maint' }).icon.id,
    ];
    assert.equal(new Set(shapes).size, shapes.length);
  });

  it('warn of an address that others can reach', () => {
    const bench = new TestBench();
    bench.workbench.servers.put({ ...echo('x', 'x'), address: { kind: 'tcp', host: '*', port: 80 } }, false);
    const row = serverRow(bench.workbench.servers.get('x')!);
    assert.equal(line(row), 'x ⚠ *:80 · echo');
    assert.ok(row.spoken.map(english).includes('reachable from the network'));
  });

  it('warn of a server that runs and cannot take new connections', () => {
    const { workbench } = new TestBench();
    const { closed } = catalog('test', { closed: 'new connections are closed' });
    workbench.servers.put(echo('x', 'x'), false);
    const snapshot = {
      ...workbench.servers.get('x')!.snapshot,
      state: 'running',
      warning: closed(),
    } as const;
    const merge = (node: NodeSnapshot) => {
      workbench.servers.merge({ nodes: [node], removed: [], sessionsOf: [] });
      return workbench.servers.get('x')!;
    };
    const warned = merge(snapshot);
    assert.deepEqual(serverRow(warned).icon, icons.partly);
    assert.ok(serverRow(warned).spoken.map(english).includes('new connections are closed'));
    assert.ok(serverTip(warned, speech).includes('new connections are closed'));
    assert.deepEqual(serverRow(merge({ ...snapshot, warning: undefined })).icon, icons.running);
  });

  it('dim sessions that are over and say how they ended', () => {
    const { fin } = catalog('test', { fin: 'closed by the client' });
    const session: SessionSnapshot = {
      id: '1',
      node: 'n',
      client: '127.0.0.1:40000',
      server: { backend: 'app', name: 's1', address: '127.0.0.1:8001' },
      state: 'ended',
      startedAt: 0,
      endedAt: 5,
      bytesIn: 5,
      bytesOut: 2048,
      isCheck: false,
      end: fin(),
    };
    const row = sessionRow(session);
    assert.equal(row.dimmed, true);
    assert.equal(line(row), '127.0.0.1:40000 → s1 · ↓5 B ↑2.0 KiB · closed by the client');
  });

  it('keep names from files from being read as Markdown', async () => {
    const { balancer, show } = await runningBench();
    show({ status: 'UP [x](command:evil) <b> |' });
    const tip = memberTip(balancer.member({ backend: 'app', server: 's1' })!, [], speech);
    assert.ok(!tip.includes('[x](command:evil)'));
    assert.ok(tip.includes('\\[x\\]\\(command:evil\\) \\<b\\> \\|'));
  });

  it('list the checks of a server, the newest first', async () => {
    const { balancer } = await runningBench();
    const history = [
      { status: 'L4OK', passed: true, info: '', at: 1, durationMs: 1 },
      { status: 'L4TOUT', passed: false, info: '', at: 2, durationMs: 2001 },
    ] as const;
    const tip = memberTip(balancer.member({ backend: 'app', server: 's1' })!, history, speech);
    assert.ok(tip.indexOf('L4TOUT Layer4 timeout') < tip.indexOf('L4OK Layer4 check passed'));
    assert.ok(tip.includes('| 2.0 s |'));
  });
});

describe('outlines', () => {
  it('show ad-hoc servers, then files with what they hold', () => {
    const bench = new TestBench();
    bench.addBalancer();
    bench.addServer('adhoc');
    const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };
    bench.workbench.servers.setFile('file:///w/a.wire', [{ spec: echo('w', 'w'), range }]);
    const outline = new NodesOutline(bench.workbench, (uri) => uri.slice(-6));
    const roots = outline.page(undefined, 10).rows;
    assert.deepEqual(
      roots.map((row) => line(outline.view(row)!)),
      ['adhoc 127.0.0.1:5000 · echo', 'a.wire 0/1 · stopped', 'haproxy.cfg stopped'],
    );
    const frontends = outline.page(roots[2], 10).rows;
    assert.deepEqual(
      frontends.map((row) => line(outline.view(row)!)),
      ['web 127.0.0.1:8080'],
    );
  });

  it('show a page of what is there, and how much that is', () => {
    const bench = new TestBench();
    const servers = Array.from({ length: 1000 }, (_, i) => `    server s${i} 127.0.0.1:${1000 + i}`);
    bench.addBalancer(`backend big\n${servers.join('\n')}\n`);
    const outline = new BackendsOutline(bench.workbench);
    const [backend] = outline.page(undefined, 200).rows;
    const page = outline.page(backend, 200);
    assert.equal(page.rows.length, 200);
    assert.equal(page.total, 1000);
  });

  it('draw a parent’s state from its children', async () => {
    const bench = new TestBench();
    const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };
    const file = ['a', 'b'].map((name) => ({ spec: echo(name, name), range }));
    bench.workbench.servers.setFile('file:///w/a.wire', file);
    const outline = new NodesOutline(bench.workbench, () => 'a.wire');
    const [row] = outline.page(undefined, 10).rows;
    await bench.workbench.serverControl.start('a');
    assert.equal(line(outline.view(row!)!), 'a.wire 1/2 · running');
    bench.workbench.servers.mark('b', 'failed');
    assert.deepEqual(outline.view(row!)!.icon, icons.failed);
  });
});

describe('targets', () => {
  it('are everything that a row holds, each once', () => {
    const bench = new TestBench();
    const balancer = bench.addBalancer();
    const backend = { kind: 'backend', key: 'k', balancer, name: 'app' } as const;
    const frontend = { kind: 'frontend', key: 'f', balancer, name: 'web' } as const;
    const [group] = membersOf(bench.workbench, [backend, frontend]);
    assert.deepEqual(
      group!.refs.map(({ server }) => server),
      ['s1', 's2'],
    );
    assert.deepEqual(runnablesOf(bench.workbench, [backend, frontend]).balancers, [balancer]);
  });
});
