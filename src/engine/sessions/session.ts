import type { SessionSnapshot, SessionState } from '../../core/api/session';
import type { Message } from '../../core/util/message';
import type { Seated } from '../../core/util/roster';

/** Counts of the sessions of a node or a server line. The book alone changes current, max and total. */
export class Tally {
  current = 0;
  max = 0;
  total = 0;
  bytesIn = 0;
  bytesOut = 0;

  take(): void {
    this.total++;
    this.current++;
    if (this.current > this.max) this.max = this.current;
  }

  giveBack(): void {
    this.current--;
  }
}

/** Something that sessions are counted for; health checks have a count of their own. */
export class Counted {
  readonly sessions = new Tally();
  readonly checks = new Tally();

  tallyFor(isCheck: boolean): Tally {
    return isCheck ? this.checks : this.sessions;
  }
}

/** A server line as sessions know it. */
export class SessionServer extends Counted {
  constructor(
    readonly backend: string,
    readonly name: string,
    readonly address: string,
  ) {
    super();
  }
}

/** What carries a session's bytes and can end it: asked by the book, never by anyone else. */
export interface SessionCarrier {
  /** Resets the connections and ends the session in the book. */
  kill(): void;
}

/**
 * One accepted connection. A plain object whose counters the data path adds to; all else is set by the book, which
 * also ends it.
 */
export class Session implements Seated {
  seat = -1;
  state: SessionState = 'connecting';
  bytesIn = 0;
  bytesOut = 0;
  endedAt: number | undefined;
  ending: Message | undefined;
  server: SessionServer | undefined;
  serverTally: Tally | undefined;

  constructor(
    readonly sequence: number,
    readonly id: string,
    readonly node: string,
    /** The client's endpoint as `formatAddress` writes it. */
    readonly client: string,
    readonly isCheck: boolean,
    readonly startedAt: number,
    readonly nodeTally: Tally,
    public carrier: SessionCarrier | undefined,
  ) {}

  /** Counts payload from the client. */
  received(bytes: number): void {
    this.bytesIn += bytes;
    this.nodeTally.bytesIn += bytes;
    if (this.serverTally !== undefined) this.serverTally.bytesIn += bytes;
  }

  /** Counts payload to the client. */
  sent(bytes: number): void {
    this.bytesOut += bytes;
    this.nodeTally.bytesOut += bytes;
    if (this.serverTally !== undefined) this.serverTally.bytesOut += bytes;
  }

  snapshot(): SessionSnapshot {
    const { id, node, client, state, startedAt, endedAt, bytesIn, bytesOut, isCheck, ending } = this;
    const server = this.server && {
      backend: this.server.backend,
      name: this.server.name,
      address: this.server.address,
    };
    return {
      id,
      node,
      client,
      server,
      state,
      startedAt,
      endedAt,
      bytesIn,
      bytesOut,
      isCheck,
      end: ending,
    };
  }
}
