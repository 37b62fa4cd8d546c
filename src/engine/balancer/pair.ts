import type { Socket } from 'node:net';
import type { Tap } from '../../core/capture/tap';
import type { Message } from '../../core/util/message';
import type { Seated } from '../../core/util/roster';
import { endings } from '../sessions/endings';
import type { Session, SessionCarrier } from '../sessions/session';
import type { BackendServer } from './backendServer';
import type { Bind } from './bind';
import type { ReadBuffers } from './readBuffers';

/** How connections are closed: FIN, or RST. */
export type Close = 'fin' | 'reset';

/** What decides about a pair; the data path only tells it what happened. */
export interface PairOwner {
  /** The connection to the server is there. */
  connected(pair: Pair): void;
  /** The server could not be reached. */
  attemptFailed(pair: Pair, code: string): void;
  /** The client is gone, or half-closed, before the server was there. */
  clientLeft(pair: Pair): void;
  /** Gives back everything that the pair holds. */
  finish(pair: Pair, ending: Message, close: Close): void;
}

/**
 * A client's connection and the one to its server. The data path runs on its plain fields; there is one for each
 * connection, and no closure, timer or signal besides.
 */
export class Pair implements SessionCarrier, Seated {
  seat = -1;
  phase: 'new' | 'queued' | 'connecting' | 'pausing' | 'open' | 'ended' = 'new';
  /** Set right after the pair was made, since the session names the pair as its carrier. */
  session!: Session;
  tap: Tap | undefined;

  upstream: Socket | undefined;
  /** What the upstream reads into. */
  buffer: Buffer | undefined;
  /** Reads in a row that would have fitted into a small buffer. */
  smallReads = 0;

  /** The server whose slot it holds. */
  server: BackendServer | undefined;
  /** Where it waits: the backend's queue or a server's. */
  queue: Set<Pair> | undefined;
  queuedFor: BackendServer | undefined;
  queueOrder = 0;
  /** Attempts that failed so far. */
  retries = 0;
  /** The server to avoid when it is balanced anew. */
  avoid: BackendServer | undefined;
  /** When the phase ends by itself, on the engine's clock. */
  deadline = Infinity;

  /** Whether the client's events are listened to. */
  watched = false;
  /** What the client sent before the server was there. */
  early: Buffer | undefined;
  /** No more bytes come from that side: FIN, or given up after a time-out. */
  clientEnded = false;
  serverEnded = false;
  /** Bytes for that side's peer wait in this process; that side is not read meanwhile. */
  uploadBlocked = false;
  downloadBlocked = false;
  /** Sweeps since something moved on that side. */
  clientIdle = 0;
  serverIdle = 0;
  /** Payload in both directions that its rows have been marked for. */
  bytesNoted = 0;
  /** Why it ends, when that is settled before it has ended. */
  ending: Message | undefined;

  constructor(
    readonly client: Socket,
    /** Where it was accepted: holds its place against `maxconn`. */
    readonly bind: Bind,
    readonly owner: PairOwner,
    readonly buffers: ReadBuffers,
    /** When it was accepted, on the engine's clock. */
    readonly acceptedAt: number,
  ) {}

  kill(): void {
    this.owner.finish(this, endings.killed(), 'reset');
  }
}
