import type { NodeState } from '../../core/api/node';
import { catalog, type Message } from '../../core/util/message';
import { isDown } from './rows/backendRows';
import { frontendState } from './rows/nodeRows';
import type { Text } from './text';
import type { Workbench } from './workbench';

/** What the status bar tells and the badge counts. */
export interface Summary {
  /** Nodes that run. */
  readonly running: number;
  readonly failed: number;
  /** Servers of running balancers whose checks fail. */
  readonly down: number;
  /** Backends that cannot take a session. */
  readonly lost: number;
}

export const summaryWords = catalog('summary', {
  none: 'no nodes running',
  oneNode: '1 node',
  nodes: '{count} nodes',
  failed: '{count} failed',
  down: '{count} DOWN',
  downTip: '{count} servers are DOWN',
  oneDownTip: '1 server is DOWN',
  failedTip: '{count} nodes failed',
  oneFailedTip: '1 node failed',
});

export function summarise({ servers, balancers }: Workbench): Summary {
  const states: NodeState[] = [
    ...servers.all().map(({ snapshot }) => snapshot.state),
    ...balancers.all().flatMap((balancer) => balancer.frontends().map(frontendState)),
  ];
  const members = balancers.all().flatMap((balancer) => [...balancer.snapshots()]);
  const backends = balancers.all().flatMap((balancer) => [...balancer.backendSnapshots()]);
  return {
    running: states.filter((state) => state === 'running').length,
    failed: states.filter((state) => state === 'failed').length,
    down: members.filter(isDown).length,
    lost: backends.filter(({ up, servers: { total } }) => !up && total > 0).length,
  };
}

/** `3 nodes · 1 DOWN`. */
export function summaryText({ running, failed, down }: Summary): readonly Text[] {
  return [
    runningText(running),
    failed > 0 ? summaryWords.failed({ count: failed }) : '',
    down > 0 ? summaryWords.down({ count: down }) : '',
  ];
}

export function downTip(count: number): Message {
  return count === 1 ? summaryWords.oneDownTip() : summaryWords.downTip({ count });
}

export function failedTip(count: number): Message {
  return count === 1 ? summaryWords.oneFailedTip() : summaryWords.failedTip({ count });
}

function runningText(count: number): Message {
  if (count === 0) return summaryWords.none();
  return count === 1 ? summaryWords.oneNode() : summaryWords.nodes({ count });
}
