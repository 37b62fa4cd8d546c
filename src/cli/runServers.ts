import type { Engine } from '../core/api/engine';
import type { NodeSnapshot } from '../core/api/node';
import type { ServerSpec } from '../core/api/server';
import { formatAddress, isLoopback } from '../core/net/address';
import { format } from '../core/util/message';
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
    for (const node of change.nodes) {
      printWarning(node, nodes.get(node.id), output);
      nodes.set(node.id, node);
    }
    void log.look(change.sessionsOf.flatMap((id) => seen(nodes.get(id))));
  });
  try {
    for (const spec of specs) printListening(await engine.servers.start(spec), output);
    await stopped;
  } finally {
    await engine.shutdown({});
    await log.look([...nodes.keys()].flatMap((id) => seen(nodes.get(id))));
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

/** Says what keeps a node from taking new connections, when that begins, and when it is over. */
export function printWarning(node: NodeSnapshot, before: NodeSnapshot | undefined, output: Output): void {
  const { name, warning } = node;
  if (warning?.code === before?.warning?.code) return;
  if (warning) output.warn(format(warning));
  else output.event('accepting', { node: name }, `${name} takes new connections again`);
}

function seen(node: NodeSnapshot | undefined) {
  return node ? [{ id: node.id, name: node.name, total: node.sessions.total }] : [];
}
