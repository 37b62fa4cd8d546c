import type { Algorithm } from './algorithm';
import { MAX_EFFECTIVE_WEIGHT, type PoolServer } from './poolServer';

/** Where a server stands: the lowest key is next; among equal keys, the one that came there first. */
interface Place {
  key: number;
  order: number;
}

/**
 * HAProxy's `balance leastconn`: the server with the fewest sessions, served or waiting, for its weight. Among equals
 * it goes round, as HAProxy up to 3.1 does.
 */
export class LeastConn<S extends PoolServer> implements Algorithm<S> {
  private readonly places = new Map<S, Place>();
  private order = 0;

  constructor(private readonly servers: readonly S[]) {
    for (const server of servers) this.reweigh(server);
  }

  reweigh(server: S): void {
    this.places.set(server, { key: keyOf(server), order: this.order++ });
  }

  reload(server: S): void {
    const place = this.places.get(server);
    const key = keyOf(server);
    if (!place || place.key === key) return;
    place.key = key;
    place.order = this.order++;
  }

  pick(avoid?: S): S | undefined {
    let best: S | undefined;
    let bestPlace: Place | undefined;
    let avoided: S | undefined;
    for (const server of this.servers) {
      const place = this.places.get(server)!;
      if (!server.isUsable || isFull(server)) continue;
      if (server === avoid) avoided = server;
      else if (!bestPlace || comesBefore(place, bestPlace)) [best, bestPlace] = [server, place];
    }
    return best ?? avoided;
  }
}

function comesBefore(a: Place, b: Place): boolean {
  return a.key < b.key || (a.key === b.key && a.order < b.order);
}

function keyOf({ served, queued, effectiveWeight }: PoolServer): number {
  const load = served + queued;
  return load === 0 ? 0 : Math.floor(((load + 1) * MAX_EFFECTIVE_WEIGHT) / effectiveWeight);
}

function isFull({ maxConnections, served, queued }: PoolServer): boolean {
  return maxConnections > 0 && served + queued >= maxConnections;
}
