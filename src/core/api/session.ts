import type { Message } from '../util/message';

/**
 * One accepted connection and, in a balancer, the pair client ↔ server. Times are wall-clock milliseconds since 1970,
 * byte counts are of the payload on our client's side.
 */
export interface SessionSnapshot {
  /** Unique within the engine, also across restarts of its nodes. */
  readonly id: string;
  /** The server or frontend that accepted it. */
  readonly node: string;
  /** The peer that connected to us, as `formatAddress` writes it; `unix` for a UNIX socket. */
  readonly client: string;
  /** In a balancer: the backend and server it was given. */
  readonly server?: { readonly backend: string; readonly name: string; readonly address: string };
  readonly state: SessionState;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Whether it is a health check that reached one of our own nodes: hidden unless asked for. */
  readonly isCheck: boolean;
  /** How it ended: by whom, FIN, RST, a time-out, a kill. */
  readonly end?: Message;
}

export type SessionState = 'connecting' | 'queued' | 'open' | 'ended';

/** Which sessions to list, and which page of them: newest first, the living before the ended. */
export interface SessionQuery {
  /** Only those of this node. */
  readonly node?: string;
  /** Only those given to this server. */
  readonly server?: { readonly backend: string; readonly name: string };
  /** Default false. */
  readonly includeChecks?: boolean;
  /** Ended ones are kept for a while, a bounded number per node. Default true. */
  readonly includeEnded?: boolean;
  /** Rows to pass over; default 0. */
  readonly offset?: number;
  /** 1–1000 rows; default 200. */
  readonly limit?: number;
}

export interface SessionPage {
  readonly rows: readonly SessionSnapshot[];
  /** How many match the query in all. */
  readonly total: number;
}

/** What can list and end sessions. */
export interface Sessions {
  sessions(query: SessionQuery): Promise<SessionPage>;
  /** Ends them at once, both sides with a reset. Unknown or ended ids are passed over. Returns how many were ended. */
  kill(request: { readonly ids: readonly string[] }): Promise<number>;
}
