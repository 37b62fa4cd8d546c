import type { AdminState, ServerLineSpec, ServerRef, ServerSnapshot } from '../../core/api/balancer';
import type { CheckResult } from '../../core/api/check';
import { PoolServer } from '../../core/balance/poolServer';
import { Health, uncheckedStatus } from '../../core/health/health';
import { formatAddress } from '../../core/net/address';
import { Ring } from '../../core/util/ring';
import { SessionServer } from '../sessions/session';
import type { Pair } from './pair';
import type { Target } from './target';

/** Check results kept for each server. */
const HISTORY = 100;

/** A server of a backend: what the algorithms see of it, its health, its counters, and who waits for it. */
export class BackendServer extends PoolServer implements ServerRef {
  readonly sessionServer: SessionServer;
  /** Where its connections and its checks go; known once its names are looked up. */
  target!: Target;
  checkTarget!: Target;
  readonly queue = new Set<Pair>();
  readonly history = new Ring<CheckResult>(HISTORY);
  connectErrors = 0;
  retries = 0;
  redispatches = 0;
  private checksFailed = 0;
  private timesDown = 0;
  private changedAt: number | undefined;
  private state: Health;

  constructor(
    readonly backend: string,
    readonly spec: ServerLineSpec,
  ) {
    super(spec.backup, spec.weight, spec.maxConnections);
    this.sessionServer = new SessionServer(backend, spec.name, formatAddress(spec.address));
    // Without checks one step is the whole way: up, or in maintenance.
    this.state = Health.initial(spec.check ?? { rise: 1, fall: 1 }, spec.disabled ? 'maint' : 'ready');
    this.available = this.state.isAvailable;
  }

  get server(): string {
    return this.spec.name;
  }

  get health(): Health {
    return this.state;
  }

  /** Takes in a check's result; one of a server that is not checked is only remembered. */
  record(result: CheckResult): void {
    this.history.push(result);
    if (!result.passed) this.checksFailed++;
    if (this.spec.check) this.become(this.state.checked(result.passed), result.at);
  }

  administer(admin: AdminState, at: number): void {
    this.become(this.state.administered(admin), at);
  }

  snapshot(usable: boolean): ServerSnapshot {
    const { backend, sessionServer, state, weight, backup, checksFailed, timesDown, changedAt } = this;
    const { current, max, total, bytesIn, bytesOut } = sessionServer.sessions;
    return {
      backend,
      name: sessionServer.name,
      address: sessionServer.address,
      admin: state.admin,
      operational: this.spec.check ? state.operational : 'noCheck',
      status: this.spec.check ? state.status : uncheckedStatus(state.admin),
      usable,
      weight,
      backup,
      sessions: { current, max, total },
      queued: this.queued,
      bytesIn,
      bytesOut,
      lastCheck: this.history.last(),
      changedAt,
      checksFailed,
      timesDown,
      connectErrors: this.connectErrors,
      retries: this.retries,
      redispatches: this.redispatches,
    };
  }

  private become(next: Health, at: number): void {
    const wasUp = this.state.isUp;
    this.state = next;
    if (next.isUp === wasUp) return;
    this.changedAt = at;
    if (wasUp) this.timesDown++;
  }
}
