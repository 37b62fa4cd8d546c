import type { BalancerSpec, ServerSnapshot } from '../core/api/balancer';
import { checkStatusText } from '../core/api/check';
import type { Engine } from '../core/api/engine';
import type { NodeSnapshot } from '../core/api/node';
import type { Output } from './output';
import { printListening, printWarning } from './runServers';
import { SessionLog } from './sessionLog';
import { untilStopped } from './signals';

/** Runs a balancer until interrupted; prints its sessions and what becomes of its servers. */
export async function runBalancer(engine: Engine, spec: BalancerSpec, output: Output): Promise<void> {
  const stopped = untilStopped();
  const balancer = await engine.createBalancer({ id: 'balancer', spec });
  const log = new SessionLog(balancer, output);
  const frontends = new Map<string, NodeSnapshot>();
  const look = (wanted: (id: string) => boolean) => {
    const nodes = [...frontends.values()].filter(({ id }) => wanted(id));
    return log.look(nodes.map(({ id, name, sessions }) => ({ id, name, total: sessions.total })));
  };
  try {
    const statuses = new Map<string, string>();
    balancer.onDidChange((change) => {
      for (const frontend of change.frontends) {
        printWarning(frontend, frontends.get(frontend.id), output);
        frontends.set(frontend.id, frontend);
      }
      for (const server of change.servers) printStatus(server, statuses, output);
      void look((id) => change.sessionsOf.includes(id));
    });
    const snapshot = await balancer.start();
    for (const server of snapshot.servers) statuses.set(key(server), server.status);
    for (const frontend of snapshot.frontends) printListening(frontend, output);
    await stopped;
  } finally {
    await engine.shutdown({});
    await look(() => true);
  }
  output.event('stopped', {}, 'stopped');
}

function printStatus(server: ServerSnapshot, statuses: Map<string, string>, output: Output): void {
  if (statuses.get(key(server)) === server.status) return;
  statuses.set(key(server), server.status);
  const { backend, name, status, lastCheck } = server;
  const why = lastCheck ? `, ${checkText(lastCheck)}` : '';
  output.event(
    'server',
    { backend, server: name, status, check: lastCheck },
    `${backend}/${name} is ${status}${why}`,
  );
}

/** `Layer4 connection problem (Connection refused) after 1 ms`. */
export function checkText({ status, info, durationMs }: NonNullable<ServerSnapshot['lastCheck']>): string {
  return `${checkStatusText[status]}${info ? ` (${info})` : ''} after ${Math.round(durationMs)} ms`;
}

function key({ backend, name }: ServerSnapshot): string {
  return `${backend}/${name}`;
}
