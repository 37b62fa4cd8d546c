import type { Disposable } from '../util/disposable';
import type { Event } from '../util/event';
import type { Message } from '../util/message';
import type { Balancer, BalancerSpec } from './balancer';
import type { Consoles } from './console';
import type { Servers } from './server';
import type { Transcripts } from './transcript';

/** What carries the traffic: in this process (command line, tests) or in a worker (the extension). */
export interface Engine extends Disposable {
  readonly servers: Servers;
  readonly consoles: Consoles;
  readonly transcripts: Transcripts;
  /** A balancer that is not started yet. @throws Failure when one with this id exists already */
  createBalancer(request: { readonly id: string; readonly spec: BalancerSpec }): Promise<Balancer>;
  /** Fires once when the engine is gone without being asked: it died or hung. Nothing of it runs any more. */
  readonly onDidFail: Event<Message>;
  /** Stops everything and gives every port back, within `deadlineMs` (default 2000). */
  shutdown(request: { readonly deadlineMs?: number }): Promise<void>;
}
