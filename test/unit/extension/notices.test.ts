import assert from 'node:assert/strict';
import type { BalancerChange } from '../../../src/core/api/balancer';
import { format } from '../../../src/core/util/message';
import { machineOf } from '../../../src/extension/model/machine';
import { isWanted, noticesOf, type NoticeLevel } from '../../../src/extension/model/notices';
import { balancerFailure } from '../../../src/extension/model/startFailure';
import { summarise, summaryText } from '../../../src/extension/model/summary';
import { english, joined } from '../../../src/extension/model/text';
import { upServer } from '../../support/scriptedEngine';
import { TestBench } from './bench';

async function runningBalancer() {
  const bench = new TestBench();
  const id = bench.addBalancer();
  await bench.workbench.balancerControl.start(id);
  return { bench, id, balancer: bench.workbench.balancers.get(id)! };
}

const refused = { status: 'L4CON', passed: false, info: 'Connection refused', at: 0, durationMs: 1 } as const;

function changeOf(id: string, down: readonly string[], backendUp: boolean): BalancerChange {
  const servers = down.map((name) => ({
    ...upServer('app', name),
    operational: 'down' as const,
    status: 'DOWN',
    lastCheck: refused,
  }));
  const counts = { sessions: { current: 0, total: 0 }, queued: 0 };
  const backends = [{ name: 'app', up: backendUp, servers: { up: 2 - down.length, total: 2 }, ...counts }];
  return { id, frontends: [], servers, backends, sessionsOf: [] };
}

describe('notices', () => {
  it('tell by default only of a backend with no server left', async () => {
    const { id, balancer } = await runningBalancer();
    const told = (change: BalancerChange, level: NoticeLevel) =>
      noticesOf(balancer, change)
        .filter((notice) => isWanted(notice, level))
        .map(({ message }) => format(message));
    assert.deepEqual(told(changeOf(id, ['s1'], true), 'backends'), []);
    assert.deepEqual(told(changeOf(id, ['s1'], true), 'servers'), [
      'Server app/s1 is DOWN: Connection refused.',
    ]);
    assert.deepEqual(told(changeOf(id, ['s1', 's2'], false), 'backends'), [
      'Backend app has no server left (haproxy.cfg).',
    ]);
    assert.deepEqual(told(changeOf(id, ['s1', 's2'], false), 'none'), []);
  });

  it('put many servers into one', async () => {
    const { id, balancer } = await runningBalancer();
    const notices = noticesOf(balancer, changeOf(id, ['s1', 's2'], true));
    assert.deepEqual(
      notices.map(({ message }) => format(message)),
      ['2 servers are DOWN, among them app/s1: Connection refused.'],
    );
  });

  it('say nothing about a state that stays', async () => {
    const { id, balancer } = await runningBalancer();
    const change = changeOf(id, ['s1'], true);
    balancer.merge(change);
    assert.deepEqual(noticesOf(balancer, change), []);
  });
});

describe('the summary', () => {
  it('counts nodes and what is DOWN', async () => {
    const { bench, id, balancer } = await runningBalancer();
    await bench.workbench.serverControl.start(bench.addServer('a'));
    balancer.merge(changeOf(id, ['s1'], true));
    const summary = summarise(bench.workbench);
    assert.equal(joined(summaryText(summary), english), '2 nodes · 1 DOWN');
  });
});

describe('a start that failed', () => {
  it('is shown at the bind line that the reason names', () => {
    const bench = new TestBench();
    const id = bench.addBalancer('frontend f\n    bind 127.0.0.1:1111\n    bind 127.0.0.1:2222\n');
    const reason = { code: 'x', template: '{address} is in use.', args: { address: '127.0.0.1:2222' } };
    bench.workbench.balancers.mark(id, 'failed', reason);
    const failure = balancerFailure(bench.workbench.balancers.get(id)!);
    assert.equal(failure?.range.startLine, 2);
    assert.equal(format(failure.message), '127.0.0.1:2222 is in use.');
  });
});

describe('the machine', () => {
  const facts = { remoteName: undefined, isUi: false, hostname: 'box', distribution: undefined };
  it('is named after where the extension runs', () => {
    const name = (more: Partial<typeof facts> | object) => format(machineOf({ ...facts, ...more }));
    assert.equal(name({}), 'on this machine');
    assert.equal(name({ remoteName: 'wsl', distribution: 'Ubuntu' }), 'on WSL: Ubuntu');
    assert.equal(name({ remoteName: 'ssh-remote' }), 'on SSH: box');
    assert.equal(name({ remoteName: 'ssh-remote', isUi: true }), 'on this machine');
    assert.equal(name({ remoteName: 'dev-container' }), 'in the container box');
  });
});
