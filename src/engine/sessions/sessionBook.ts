import type { SessionPage, SessionQuery, SessionState } from '../../core/api/session';
import type { Clock } from '../../core/util/clock';
import type { Message } from '../../core/util/message';
import { Ring } from '../../core/util/ring';
import { Roster } from '../../core/util/roster';
import { Counted, Session, type SessionCarrier, type SessionServer } from './session';

/** Ended sessions that are kept for each node, and ended health checks beside them. */
const ENDED_KEPT = 1000;
const ENDED_CHECKS_KEPT = 100;

const PAGE = { default: 200, max: 1000 };

export interface SessionBookOptions {
  readonly clock: Clock;
  /** Gives an id that no other session of the engine has or had. */
  readonly nextId: () => string;
  /** Called whenever a node's sessions, or what was counted of one, changed: often, so it should only mark. */
  readonly changed: (node: string) => void;
  /** Called with the id of an ended session that is no longer listed: what else is kept of it may go. */
  readonly forgotten?: (session: string) => void;
}

/** A source of session ids: one for a whole engine. `run` keeps those of different engines apart. */
export function sessionIds(run = ''): () => string {
  let last = 0;
  return () => `${run}s${++last}`;
}

/** A node as the book keeps it. */
class NodeEntry extends Counted {
  readonly ended = new Ring<Session>(ENDED_KEPT);
  readonly endedChecks = new Ring<Session>(ENDED_CHECKS_KEPT);
}

/**
 * The sessions of a collection of nodes: the living ones, and the last that ended. Every count is taken in `open` or
 * `assign` and given back in `end`, nowhere else, so that none can leak.
 */
export class SessionBook {
  private readonly living = new Roster<Session>();
  private readonly nodes = new Map<string, NodeEntry>();
  private sequence = 0;

  constructor(private readonly options: SessionBookOptions) {}

  /** How many are open, health checks included. */
  get size(): number {
    return this.living.size;
  }

  /** A node's counts; they stay when the node stops, until it is forgotten. */
  counts(node: string): Counted {
    return this.entry(node);
  }

  /** Writes down that `node` accepted a connection. */
  open(node: string, client: string, isCheck: boolean, carrier: SessionCarrier): Session {
    const { clock, nextId } = this.options;
    const tally = this.entry(node).tallyFor(isCheck);
    const session = new Session(
      ++this.sequence,
      nextId(),
      node,
      client,
      isCheck,
      clock.wallTime(),
      tally,
      carrier,
    );
    tally.take();
    this.living.add(session);
    this.options.changed(node);
    return session;
  }

  /** Counts the session for a server line from now on, and no longer for the one before. */
  assign(session: Session, server: SessionServer): void {
    if (session.state === 'ended' || session.server === server) return;
    session.serverTally?.giveBack();
    session.server = server;
    session.serverTally = server.tallyFor(session.isCheck);
    session.serverTally.take();
    this.options.changed(session.node);
  }

  /** Writes down that it waits, connects or is open now. */
  advance(session: Session, state: Exclude<SessionState, 'ended'>): void {
    if (session.state === 'ended' || session.state === state) return;
    session.state = state;
    this.options.changed(session.node);
  }

  /** Tells that bytes of it were counted: its counters themselves tell nobody. */
  moved({ node }: Session): void {
    this.options.changed(node);
  }

  /** Ends it, with the reason; only the first call counts. */
  end(session: Session, ending: Message): void {
    if (!this.living.delete(session)) return;
    session.state = 'ended';
    session.ending = ending;
    session.endedAt = this.options.clock.wallTime();
    session.carrier = undefined;
    session.nodeTally.giveBack();
    session.serverTally?.giveBack();
    const node = this.entry(session.node);
    const oldest = (session.isCheck ? node.endedChecks : node.ended).push(session);
    if (oldest) this.options.forgotten?.(oldest.id);
    this.options.changed(session.node);
  }

  /** Ends the living ones among `ids` through their carriers; returns how many. */
  kill(ids: readonly string[]): number {
    const asked = new Set(ids);
    let killed = 0;
    for (const { id, carrier } of this.living) {
      if (!carrier || !asked.has(id)) continue;
      carrier.kill();
      killed++;
    }
    return killed;
  }

  /** A living one. */
  get(id: string): Session | undefined {
    for (const session of this.living) if (session.id === id) return session;
    return undefined;
  }

  /**
   * The newest session that came from the endpoint `client`, living or among the last ended ones: how a client learns
   * which server its connection was given to.
   */
  findByClient(client: string): Session | undefined {
    let newest: Session | undefined;
    const see = (session: Session) => {
      if (session.client !== client) return;
      if (newest === undefined || session.sequence > newest.sequence) newest = session;
    };
    for (const session of this.living) see(session);
    for (const node of this.nodes.values()) for (const session of node.ended) see(session);
    return newest;
  }

  page(query: SessionQuery): SessionPage {
    const matches = (session: Session) => matchesQuery(session, query);
    const rows = [...this.living].filter(matches).sort(newestFirst);
    if (query.includeEnded ?? true) rows.push(...this.endedOf(query).filter(matches).sort(newestFirst));
    const offset = Math.max(query.offset ?? 0, 0);
    const limit = Math.min(Math.max(query.limit ?? PAGE.default, 1), PAGE.max);
    const page = rows.slice(offset, offset + limit).map((session) => session.snapshot());
    return { rows: page, total: rows.length };
  }

  /** Drops a node's counts and ended sessions. */
  forget(node: string): void {
    for (const { id } of this.nodes.get(node)?.ended ?? []) this.options.forgotten?.(id);
    this.nodes.delete(node);
  }

  private endedOf({ node, includeChecks }: SessionQuery): Session[] {
    const entries = node === undefined ? [...this.nodes.values()] : [this.entry(node)];
    return entries.flatMap((entry) => [...entry.ended, ...(includeChecks ? entry.endedChecks : [])]);
  }

  private entry(node: string): NodeEntry {
    let entry = this.nodes.get(node);
    if (!entry) this.nodes.set(node, (entry = new NodeEntry()));
    return entry;
  }
}

function newestFirst(a: Session, b: Session): number {
  return b.sequence - a.sequence;
}

function matchesQuery(session: Session, query: SessionQuery): boolean {
  if (session.isCheck && !query.includeChecks) return false;
  if (query.node !== undefined && session.node !== query.node) return false;
  if (!query.server) return true;
  return session.server?.backend === query.server.backend && session.server.name === query.server.name;
}
