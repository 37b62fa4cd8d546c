import type { ServerAction } from '../../../src/core/api/balancer';

/** What both HAProxy's `show stat` and our snapshot say about a server. */
export interface ServerStat {
  readonly status: string;
  readonly weight: number;
  readonly current: number;
  readonly queued: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly connectErrors: number;
  readonly retries: number;
  readonly redispatches: number;
  readonly lastCheck: string;
}

/** A running balancer that scenarios are tried on: ours, or HAProxy itself. */
export interface Subject {
  stat(backend: string, server: string): Promise<ServerStat>;
  act(backend: string, server: string, action: ServerAction): Promise<void>;
  stop(): Promise<void>;
}

export type StartSubject = (config: string) => Promise<Subject>;
