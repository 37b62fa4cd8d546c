import assert from 'node:assert/strict';
import { runningTargets } from '../../../src/extension/model/connectTarget';
import { keyOf } from '../../../src/extension/model/keys';
import type { Row } from '../../../src/extension/model/rows/row';
import { isAdHoc, statesOf } from '../../../src/extension/model/targets';
import { TestBench, echo } from './bench';

const server = (id: string): Row => ({ kind: 'server', key: keyOf.server(id), id });

describe('what commands act on', () => {
  it('is known by the states of what a row holds', async () => {
    const bench = new TestBench();
    const id = bench.addServer('a');
    const balancer = bench.addBalancer();
    const backend: Row = { kind: 'backend', key: 'b', balancer, name: 'app' };
    assert.deepEqual(statesOf(bench.workbench, server(id)), ['stopped']);
    assert.deepEqual(statesOf(bench.workbench, backend), ['stopped']);
    await bench.workbench.serverControl.start(id);
    await bench.workbench.balancerControl.start(balancer);
    assert.deepEqual(statesOf(bench.workbench, server(id)), ['running']);
    assert.deepEqual(statesOf(bench.workbench, backend), ['running']);
  });

  it('tells a server that was started by hand from one of a file', () => {
    const bench = new TestBench();
    const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 1 };
    bench.workbench.servers.setFile('file:///w/a.wire', [{ spec: echo('file', 'file'), range }]);
    assert.equal(isAdHoc(bench.workbench, server(bench.addServer('a'))), true);
    assert.equal(isAdHoc(bench.workbench, server('file')), false);
  });

  it('offers to connect to nodes and to the servers of backends, while they run', async () => {
    const bench = new TestBench();
    const balancer = bench.addBalancer();
    await bench.workbench.serverControl.start(bench.addServer('a'));
    const names = () => runningTargets(bench.workbench).map(({ name }) => name);
    assert.deepEqual(names(), ['a']);
    await bench.workbench.balancerControl.start(balancer);
    assert.deepEqual(names(), ['a', 'web', 'app/s1', 'app/s2']);
  });
});
