import type { Balance } from '../api/balancer';
import type { Algorithm } from './algorithm';
import { LeastConn } from './leastConn';
import type { PoolServer } from './poolServer';
import { RoundRobin } from './roundRobin';

/** How each algorithm is made; a new one is a file of its own and a line here. */
const algorithms: {
  readonly [Kind in Balance['kind']]: <S extends PoolServer>(servers: readonly S[]) => Algorithm<S>;
} = {
  roundrobin: (servers) => new RoundRobin(servers),
  leastconn: (servers) => new LeastConn(servers),
};

/**
 * The servers of a backend and which of them is next. Backups are used only while no active server is usable: the
 * first one of them alone, or with `option allbackups` all by the algorithm.
 */
export class Pool<S extends PoolServer> {
  private readonly actives: readonly S[];
  private readonly backups: readonly S[];
  private readonly active: Algorithm<S>;
  private readonly backup: Algorithm<S>;

  constructor(
    readonly servers: readonly S[],
    balance: Balance,
    private readonly allBackups: boolean,
  ) {
    this.actives = servers.filter((server) => !server.backup);
    this.backups = servers.filter((server) => server.backup);
    this.active = algorithms[balance.kind](this.actives);
    this.backup = algorithms[balance.kind](this.backups);
  }

  /** Whether any server can be given a session, at once or when a slot frees. */
  get isUp(): boolean {
    return this.servers.some((server) => server.isUsable);
  }

  /** Usable servers that are not backups. */
  get activeCount(): number {
    return count(this.actives);
  }

  get usableCount(): number {
    return count(this.servers);
  }

  /** Whether new sessions are given to this server now. */
  isInUse(server: S): boolean {
    if (!server.isUsable) return false;
    if (!server.backup) return true;
    if (this.actives.some((active) => active.isUsable)) return false;
    return this.allBackups || this.firstBackup() === server;
  }

  /**
   * The server for a new session; `avoid` only when there is no other. Nothing when none is usable, or when all are
   * full: then the session waits for the backend. A lone backup is given even when it is full: then the session
   * waits for that server.
   */
  pick(avoid?: S): S | undefined {
    if (this.actives.some((server) => server.isUsable)) return this.active.pick(avoid);
    return this.allBackups ? this.backup.pick(avoid) : this.firstBackup();
  }

  setAvailable(server: S, available: boolean): void {
    server.available = available;
    this.algorithmOf(server).reweigh(server);
  }

  /** @throws RangeError when `weight` is not a whole number from 0 to 256 */
  setWeight(server: S, weight: number): void {
    if (!Number.isInteger(weight) || weight < 0 || weight > 256) throw new RangeError(`weight ${weight}`);
    server.weight = weight;
    this.algorithmOf(server).reweigh(server);
  }

  /** Counts a session that takes (+1) or gives back (−1) a slot of the server. */
  addServed(server: S, change: 1 | -1): void {
    server.served += change;
    this.algorithmOf(server).reload(server);
  }

  /** Counts a session that begins (+1) or ceases (−1) to wait for the server. */
  addQueued(server: S, change: 1 | -1): void {
    server.queued += change;
    this.algorithmOf(server).reload(server);
  }

  private firstBackup(): S | undefined {
    return this.backups.find((server) => server.isUsable);
  }

  private algorithmOf(server: S): Algorithm<S> {
    return server.backup ? this.backup : this.active;
  }
}

function count(servers: readonly PoolServer[]): number {
  return servers.reduce((sum, server) => sum + (server.isUsable ? 1 : 0), 0);
}
