import type { BackendServer } from './backendServer';
import type { Pair } from './pair';

/**
 * The sessions of a backend that wait for a slot: for any server, or for the one that they were given. First come,
 * first served; among those who wait for a server itself and those who wait for any, the older goes first.
 */
export class WaitingLine {
  private readonly forAny = new Set<Pair>();
  private order = 0;

  get size(): number {
    return this.forAny.size;
  }

  join(pair: Pair, server: BackendServer | undefined): void {
    pair.queueOrder = ++this.order;
    pair.queuedFor = server;
    pair.queue = server ? server.queue : this.forAny;
    pair.queue.add(pair);
  }

  leave(pair: Pair): void {
    pair.queue?.delete(pair);
    pair.queue = pair.queuedFor = undefined;
  }

  /** Who is next for a slot of `server`; those who wait for any server only if it is in use. */
  next(server: BackendServer, inUse: boolean): Pair | undefined {
    const own = first(server.queue);
    const any = inUse ? first(this.forAny) : undefined;
    if (!own || !any) return own ?? any;
    return any.queueOrder < own.queueOrder ? any : own;
  }
}

function first(queue: ReadonlySet<Pair>): Pair | undefined {
  for (const pair of queue) return pair;
  return undefined;
}
