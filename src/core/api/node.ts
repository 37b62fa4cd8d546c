import type { Address } from '../net/address';
import type { Message } from '../util/message';

/** starting and stopping are passing states; failed keeps its reason until the next start. */
export type NodeState = 'stopped' | 'starting' | 'running' | 'stopping' | 'failed';

/** Anything of ours that listens, as the engine last saw it. */
export interface NodeSnapshot {
  readonly id: string;
  readonly kind: 'server' | 'frontend';
  readonly name: string;
  /** As bound: a port asked for as 0 is the one that the system chose. */
  readonly addresses: readonly Address[];
  readonly state: NodeState;
  /** Why it failed. */
  readonly reason?: Message;
  /** What keeps it from taking new connections, while that lasts. */
  readonly warning?: Message;
  /** Health checks not counted. */
  readonly sessions: { readonly current: number; readonly total: number };
  /** Payload from and to its clients since it started. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}
