import type { Engine } from '../core/api/engine';
import type { NodeSnapshot } from '../core/api/node';
import type { ServerSpec } from '../core/api/server';
import { formatAddress, isLoopback } from '../core/net/address';
import type { Output } from './output';
import { SessionLog } from './sessionLog';
import { untilStopped } from './signals';

/** Starts the servers, prints what happens to them, and stops all when interrupted. All or none start. */
export async function runServers(
  engine: Engine,
  specs: readonly ServerSpec[],
  output: Output,
): Promise<void> {
  const stopped = untilStopped();
  const log = new SessionLog(engine.servers, output);
  const nodes = new Map<string, NodeSnapshot>();
  engine.servers.onDidChange((change) => {
    for (const node of change.nodes) nodes.set(node.id, node);
    void log.look(change.sessionsOf.flatMap((id) => seen(nodes.get(id))));
  });
  try {
    for (const spec of specs) printListening(await engine.servers.start(spec), output);
    await stopped;
  } finally {
    await engine.shutdown({});
  }
  output.event('stopped', {}, 'stopped');
}

/** Says where a node listens, and warns where others can reach it. */
export function printListening(node: NodeSnapshot, output: Output): void {
  for (const address of node.addresses) {
    const text = formatAddress(address);
    output.event('listening', { node: node.name, address: text }, `${node.name} listens on ${text}`);
    if (!isLoopback(address)) output.warn(`${text} can be reached from other machines`);
  }
}

function seen(node: NodeSnapshot | undefined) {
  return node ? [{ id: node.id, name: node.name, total: node.sessions.total }] : [];
}
