import type { Tap } from '../../core/capture/tap';
import type { Clock } from '../../core/util/clock';
import type { Random } from '../../core/util/random';
import type { ProbeRegistry } from '../sessions/probeRegistry';
import type { Session } from '../sessions/session';
import type { SessionBook } from '../sessions/sessionBook';
import type { Backend } from './backend';
import type { BackendServer } from './backendServer';
import type { Frontend } from './frontend';
import type { GentleClose } from './gentleClose';
import type { ReadBuffers } from './readBuffers';

/** A part of a balancer that views show. */
export type Row = Frontend | Backend | BackendServer;

/** What the parts of one balancer share. */
export interface BalancerContext {
  /** Of the balancer. */
  readonly id: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly book: SessionBook;
  readonly probes: ProbeRegistry;
  readonly buffers: ReadBuffers;
  readonly gentleClose: GentleClose;
  /** How often idle sessions are looked for, milliseconds. */
  readonly idleSweepMs: number;
  /** Where a session's bytes are written down, if anywhere. */
  readonly tapFor: ((session: Session) => Tap | undefined) | undefined;
  /** Notes that a row is no longer what it was. */
  readonly changed: (row: Row) => void;
}
