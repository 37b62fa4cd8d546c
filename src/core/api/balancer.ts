import type { Address } from '../net/address';
import type { Range } from '../text/range';
import type { Disposable } from '../util/disposable';
import type { Event } from '../util/event';
import type { CallOptions } from './call';
import type { CheckResult } from './check';
import type { NodeSnapshot } from './node';
import type { Sessions } from './session';

/**
 * What a balancer is to do: a haproxy.cfg with its defaults worked in, as plain data. Durations are milliseconds,
 * 0 means without limit; counts of 0 mean without limit where not said otherwise. A `listen` section is a frontend and
 * a backend of one name.
 */
export interface BalancerSpec {
  readonly frontends: readonly FrontendSpec[];
  readonly backends: readonly BackendSpec[];
  /** global `maxconn`. */
  readonly maxConnections: number;
  /** global `spread-checks`: ± percent of each check interval, 0–50. */
  readonly spreadChecks: number;
}

export interface FrontendSpec {
  readonly name: string;
  readonly binds: readonly BindSpec[];
  readonly defaultBackend?: string;
  readonly maxConnections: number;
  readonly timeouts: { readonly client: number };
  /** Loaded and shown, but not started. */
  readonly disabled: boolean;
  /** Where the section's name stands in the file. */
  readonly range?: Range;
}

/** One address of a `bind` line (lists and port ranges are already taken apart). */
export interface BindSpec {
  readonly address: Address;
  readonly name?: string;
  readonly maxConnections: number;
  readonly range?: Range;
}

export interface BackendSpec {
  readonly name: string;
  readonly balance: Balance;
  /** Attempts after the first one, to the same server unless redispatched; HAProxy's default is 3. */
  readonly retries: number;
  /** `option redispatch [N]`: 0 is off; N > 0 every Nth retry, N < 0 counted from the last (−1, the default: the last). */
  readonly redispatch: number;
  readonly allBackups: boolean;
  readonly timeouts: BackendTimeouts;
  readonly servers: readonly ServerLineSpec[];
  readonly disabled: boolean;
  readonly range?: Range;
}

export interface BackendTimeouts {
  readonly connect: number;
  readonly server: number;
  /** `timeout check`: the part of a check after its connect; 0: the interval bounds the whole check. */
  readonly check: number;
  /** `timeout queue`; 0: the connect time-out. */
  readonly queue: number;
}

export type Balance = { readonly kind: 'roundrobin' } | { readonly kind: 'leastconn' };

/** A `server` line. */
export interface ServerLineSpec {
  readonly name: string;
  readonly address: Address;
  /** 0–256. 0 takes no new sessions. */
  readonly weight: number;
  readonly check?: CheckSpec;
  readonly backup: boolean;
  /** Starts in maintenance. */
  readonly disabled: boolean;
  readonly maxConnections: number;
  readonly range?: Range;
}

/** A health check that connects. */
export interface CheckSpec {
  /** Where to, when not the server's own address. */
  readonly address?: Address;
  /** `inter`; also the time-out of a whole check when `timeout check` is 0. */
  readonly interval: number;
  readonly fastInterval: number;
  readonly downInterval: number;
  /** Passes in a row that bring a DOWN server up, ≥ 1. */
  readonly rise: number;
  /** Failures in a row that take an UP server down, ≥ 1. */
  readonly fall: number;
}

/** A server of a backend. */
export interface ServerRef {
  readonly backend: string;
  readonly server: string;
}

/** One load balancer, from one configuration. */
export interface Balancer extends Sessions, Disposable {
  readonly id: string;
  /** What this kind of balancer can do; views leave out what it cannot. */
  readonly capabilities: BalancerCapabilities;
  /** Sent when something changed, at most a few times a second; only the changed parts. */
  readonly onDidChange: Event<BalancerChange>;
  /**
   * Binds every address, or none.
   * @throws Failure that names the address which could not be bound, and why
   */
  start(): Promise<BalancerSnapshot>;
  /** Closes the listeners, lets sessions end for `graceMs` (default 0), then resets them. */
  stop(request: { readonly graceMs?: number }): Promise<void>;
  /** Does `action` to each of the servers. */
  act(request: { readonly servers: readonly ServerRef[]; readonly action: ServerAction }): Promise<void>;
  /**
   * Checks the servers now, each once, beside their schedule: the result counts as a regular one, and the next regular
   * check comes when it would have come. Progress is each result as it is there.
   */
  check(
    request: { readonly servers: readonly ServerRef[] },
    options?: CallOptions<CheckReport>,
  ): Promise<readonly CheckReport[]>;
  /** The last results of a server's checks, oldest first; a bounded number. */
  history(server: ServerRef): Promise<readonly CheckResult[]>;
  snapshot(): Promise<BalancerSnapshot>;
}

export interface BalancerCapabilities {
  readonly checkNow: boolean;
  readonly killSessions: boolean;
  readonly setWeight: boolean;
}

/** ready, drain and maint as the Runtime API's `set server … state` has them. */
export type ServerAction =
  | { readonly kind: 'ready' }
  /** No new sessions; checks go on. With a time-out, the sessions that are left after it are killed if so wanted. */
  | { readonly kind: 'drain'; readonly timeoutMs?: number; readonly thenKill?: boolean }
  | { readonly kind: 'maint' }
  /** 0–256. */
  | { readonly kind: 'weight'; readonly weight: number }
  | { readonly kind: 'killSessions' };

export interface CheckReport extends ServerRef {
  readonly result: CheckResult;
}

export interface BalancerSnapshot {
  readonly id: string;
  readonly frontends: readonly NodeSnapshot[];
  readonly backends: readonly BackendSnapshot[];
  readonly servers: readonly ServerSnapshot[];
}

export interface BalancerChange extends BalancerSnapshot {
  /** Nodes whose sessions are no longer what they were: which there are, or what was counted of them. */
  readonly sessionsOf: readonly string[];
}

export interface BackendSnapshot {
  readonly name: string;
  /** UP while a server can take a session. */
  readonly up: boolean;
  readonly servers: { readonly up: number; readonly total: number };
  readonly sessions: { readonly current: number; readonly total: number };
  /** Sessions that wait for a slot. */
  readonly queued: number;
}

export type AdminState = 'ready' | 'drain' | 'maint';
export type OperationalState = 'up' | 'goingDown' | 'down' | 'goingUp' | 'noCheck';

/** A server of a backend, flat and small: thousands are sent at once. */
export interface ServerSnapshot {
  readonly backend: string;
  readonly name: string;
  readonly address: string;
  readonly admin: AdminState;
  readonly operational: OperationalState;
  /** HAProxy's own words: `UP`, `UP 1/3`, `DOWN`, `DOWN 1/2`, `MAINT`, `DRAIN`, `no check`. */
  readonly status: string;
  /** Whether it is given new sessions now (a backup counts as such when it would be used). */
  readonly usable: boolean;
  readonly weight: number;
  readonly backup: boolean;
  readonly sessions: { readonly current: number; readonly max: number; readonly total: number };
  readonly queued: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly lastCheck?: CheckResult;
  /** When it last went up or down, wall time. */
  readonly changedAt?: number;
  /** Failed checks, and how often it went down. */
  readonly checksFailed: number;
  readonly timesDown: number;
  readonly connectErrors: number;
  readonly retries: number;
  readonly redispatches: number;
}
