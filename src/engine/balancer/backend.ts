import type { BackendSnapshot, BackendSpec } from '../../core/api/balancer';
import { Pool } from '../../core/balance/pool';
import { goesElsewhere, retryPause } from '../../core/balance/redispatch';
import { errorText } from '../../core/health/verdict';
import type { Message } from '../../core/util/message';
import { reset } from '../reset';
import { endings } from '../sessions/endings';
import { Tally } from '../sessions/session';
import type { BackendServer } from './backendServer';
import type { BalancerContext } from './context';
import { visitOpen } from './idle';
import type { Close, Pair, PairOwner } from './pair';
import { connectUpstream, releaseBuffer, watchClient } from './relay';
import { Sweep } from './sweep';
import { WaitingLine } from './waitingLine';

/** How exactly the end of a connect, a pause or a wait is kept, milliseconds. */
const PENDING_SWEEP_MS = 20;
const TIMED_OUT = 'ETIMEDOUT';
/** What a connect over the network is answered with; other errors are our own system's. */
const answers = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH']);

/**
 * Gives sessions to servers: picks one, takes a slot of it, connects, tries again or elsewhere, lets sessions wait
 * while no slot is free. What a pair holds is given back in `finish`, and nowhere else.
 */
export class Backend implements PairOwner {
  private readonly pool: Pool<BackendServer>;
  private readonly line = new WaitingLine();
  private readonly sessions = new Tally();
  /** Pairs that wait, connect or pause, and those that carry bytes: each is on one of the two. */
  private readonly pending: Sweep<Pair>;
  private readonly open: Sweep<Pair>;
  private onEmpty: (() => void) | undefined;

  constructor(
    readonly spec: BackendSpec,
    readonly servers: readonly BackendServer[],
    private readonly context: BalancerContext,
  ) {
    this.pool = new Pool(servers, spec.balance, spec.allBackups);
    const { clock, idleSweepMs } = context;
    this.pending = new Sweep<Pair>(clock, PENDING_SWEEP_MS, (pair, now) => {
      this.visitPending(pair, now);
    });
    this.open = new Sweep<Pair>(clock, idleSweepMs, (pair) => {
      visitOpen(pair, idleSweepMs, spec.timeouts.server);
      this.noteTraffic(pair);
    });
  }

  /** Takes a client over. */
  accept(pair: Pair): void {
    if (!pair.session.isCheck) this.sessions.take();
    this.context.changed(this);
    this.assign(pair);
  }

  // Servers

  /** Whether new sessions are given to the server now. */
  isInUse(server: BackendServer): boolean {
    return !this.spec.disabled && this.pool.isInUse(server);
  }

  setWeight(server: BackendServer, weight: number): void {
    this.pool.setWeight(server, weight);
    this.usersChanged();
  }

  /** Takes in that a server's health or admin state may have changed. */
  reconsider(server: BackendServer): void {
    const { isAvailable, admin } = server.health;
    this.context.changed(server);
    if (isAvailable === server.available) return;
    this.pool.setAvailable(server, isAvailable);
    if (!isAvailable && (admin === 'maint' || this.spec.redispatch !== 0)) this.sendAway(server);
    this.usersChanged();
  }

  /** Ends the sessions that are on the server. */
  endSessions(server: BackendServer): void {
    for (const pair of this.pairs()) if (pair.server === server) this.finish(pair, endings.killed(), 'fin');
  }

  // Pairs

  connected(pair: Pair): void {
    pair.phase = 'open';
    this.pending.delete(pair);
    this.open.add(pair);
    this.context.book.advance(pair.session, 'open');
  }

  attemptFailed(pair: Pair, code: string): void {
    const { spec, pool } = this;
    const server = pair.server!;
    pair.upstream = undefined;
    this.context.changed(server);
    if (++pair.retries > spec.retries) {
      server.connectErrors++;
      const reason = errorText(code);
      this.finish(pair, endings.connectFailed({ backend: spec.name, reason }), 'fin');
      return;
    }
    const activeServers = pool.activeCount;
    const elsewhere = goesElsewhere({
      retry: pair.retries,
      retries: spec.retries,
      redispatch: spec.redispatch,
      serverUp: server.health.isUp,
      activeServers,
    });
    if (elsewhere) this.leaveServer(pair);
    else server.retries++;
    const pauses = isAnswer(code, server) && (!elsewhere || activeServers <= 1);
    if (pauses) this.pause(pair);
    else this.proceed(pair);
  }

  clientLeft(pair: Pair): void {
    if (pair.phase === 'queued' && !pair.early) this.finish(pair, endings.leftQueue(), 'fin');
  }

  finish(pair: Pair, ending: Message, close: Close): void {
    if (pair.phase === 'ended') return;
    pair.phase = 'ended';
    this.pending.delete(pair);
    this.open.delete(pair);
    this.leaveLine(pair);
    releaseBuffer(pair);
    this.close(pair, close);
    if (!pair.session.isCheck) this.sessions.giveBack();
    this.context.book.end(pair.session, ending);
    pair.tap?.note(ending);
    pair.tap?.end();
    if (pair.server) this.giveSlotBack(pair.server);
    pair.bind.release();
    this.context.changed(pair.bind.frontend);
    this.context.changed(this);
    if (this.isEmpty) this.onEmpty?.();
  }

  // The whole

  /** Resolves when there is no session left. */
  emptied(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    return new Promise((resolve) => {
      this.onEmpty = resolve;
    });
  }

  /** Resets every session. */
  resetAll(ending: Message): void {
    for (const pair of this.pairs()) this.finish(pair, ending, 'reset');
    this.pending.dispose();
    this.open.dispose();
  }

  private get isEmpty(): boolean {
    return this.pending.size + this.open.size === 0;
  }

  private pairs(): Pair[] {
    return [...this.pending, ...this.open];
  }

  snapshot(): BackendSnapshot {
    const { spec, servers } = this;
    const up = servers.filter((server) => server.health.isUp).length;
    const { current, total } = this.sessions;
    return {
      name: spec.name,
      up: !spec.disabled && this.pool.isUp,
      servers: { up, total: servers.length },
      sessions: { current, total },
      queued: servers.reduce((sum, server) => sum + server.queued, this.line.size),
    };
  }

  /** Gives the pair to a server, or lets it wait for one; without any, the client is sent away. */
  private assign(pair: Pair): void {
    if (this.spec.disabled) this.sendHome(pair);
    // With a round robin, a line means that every server is full.
    else if (this.line.size > 0 && this.spec.balance.kind === 'roundrobin' && this.pool.isUp) this.wait(pair);
    else this.pick(pair);
  }

  private pick(pair: Pair): void {
    const server = this.pool.pick(pair.avoid);
    if (!server) {
      if (this.pool.isUp) this.wait(pair);
      else this.sendHome(pair);
    } else if (server.isSaturated) this.wait(pair, server);
    else this.take(pair, server);
  }

  private sendHome(pair: Pair): void {
    this.finish(pair, endings.noServer({ backend: this.spec.name }), 'fin');
  }

  private take(pair: Pair, server: BackendServer): void {
    const { avoid } = pair;
    if (avoid === server) server.retries++;
    else if (avoid) avoid.redispatches++;
    pair.avoid = undefined;
    pair.server = server;
    this.pool.addServed(server, 1);
    this.context.book.assign(pair.session, server.sessionServer);
    this.context.changed(server);
    this.connect(pair, server);
  }

  private connect(pair: Pair, server: BackendServer): void {
    this.become(pair, 'connecting', this.spec.timeouts.connect);
    this.context.book.advance(pair.session, 'connecting');
    connectUpstream(pair, server.target);
  }

  private pause(pair: Pair): void {
    this.become(pair, 'pausing', retryPause(this.spec.timeouts.connect));
    watchClient(pair);
  }

  private proceed(pair: Pair): void {
    if (pair.server) this.connect(pair, pair.server);
    else this.assign(pair);
  }

  private wait(pair: Pair, server?: BackendServer): void {
    this.become(pair, 'queued', this.queueTimeout);
    this.line.join(pair, server);
    if (server) this.pool.addQueued(server, 1);
    this.context.book.advance(pair.session, 'queued');
    if (server) this.context.changed(server);
    this.context.changed(this);
    watchClient(pair);
  }

  private become(pair: Pair, phase: 'queued' | 'connecting' | 'pausing', limitMs: number): void {
    pair.phase = phase;
    pair.deadline = limitMs > 0 ? this.context.clock.now() + limitMs : Infinity;
    this.pending.add(pair);
  }

  private visitPending(pair: Pair, now: number): void {
    if (pair.phase === 'connecting') {
      watchClient(pair);
      if (now >= pair.deadline) this.giveUpConnecting(pair);
    } else if (pair.phase === 'pausing') {
      if (now >= pair.deadline) this.proceed(pair);
    } else this.visitQueued(pair, now);
  }

  private giveUpConnecting(pair: Pair): void {
    const { upstream } = pair;
    pair.upstream = undefined;
    upstream?.destroy();
    this.attemptFailed(pair, TIMED_OUT);
  }

  private visitQueued(pair: Pair, now: number): void {
    const ms = pair.bind.frontend.spec.timeouts.client;
    if (now >= pair.deadline) this.finish(pair, endings.queueTimeout({ ms: this.queueTimeout }), 'fin');
    else if (ms > 0 && !pair.early && now >= pair.acceptedAt + ms)
      this.finish(pair, endings.clientTimeout({ ms }), 'fin');
  }

  private get queueTimeout(): number {
    return this.spec.timeouts.queue || this.spec.timeouts.connect;
  }

  private leaveLine(pair: Pair): void {
    const { queue, queuedFor } = pair;
    if (!queue) return;
    this.line.leave(pair);
    if (queuedFor) this.pool.addQueued(queuedFor, -1);
    if (queuedFor) this.context.changed(queuedFor);
    this.context.changed(this);
  }

  /** The next attempt is to go to another server. */
  private leaveServer(pair: Pair): void {
    const server = pair.server!;
    pair.avoid = server;
    pair.server = undefined;
    this.giveSlotBack(server);
  }

  private giveSlotBack(server: BackendServer): void {
    this.pool.addServed(server, -1);
    this.context.changed(server);
    this.serve(server);
  }

  /** Gives the server's free slots to those who wait. */
  private serve(server: BackendServer): void {
    const { maxConnections } = server;
    while (maxConnections === 0 || server.served < maxConnections) {
      const pair = this.line.next(server, this.isInUse(server));
      if (!pair) return;
      this.leaveLine(pair);
      this.take(pair, server);
    }
  }

  /** Those who wait for the server itself are balanced anew. */
  private sendAway(server: BackendServer): void {
    for (const pair of [...server.queue]) {
      this.leaveLine(pair);
      this.assign(pair);
    }
  }

  /** Which servers are in use may be others now; those who wait may find a place. */
  private usersChanged(): void {
    this.context.changed(this);
    for (const server of this.servers) {
      if (server.backup) this.context.changed(server);
      if (this.line.size > 0 || server.queued > 0) this.serve(server);
    }
  }

  private close(pair: Pair, how: Close): void {
    const { client, upstream } = pair;
    if (how === 'reset') {
      reset(client);
      if (upstream) reset(upstream);
      return;
    }
    upstream?.destroy();
    // Nothing more comes from a client that has closed, and one that takes nothing need not be waited for.
    if (pair.clientEnded || client.writableLength > 0) client.destroy();
    else this.context.gentleClose.close(client);
  }

  /** Marks the rows whose byte counts have moved: here, since the data path has no time for it. */
  private noteTraffic(pair: Pair): void {
    const { bytesIn, bytesOut } = pair.session;
    if (bytesIn + bytesOut === pair.bytesNoted) return;
    pair.bytesNoted = bytesIn + bytesOut;
    this.context.changed(pair.bind.frontend);
    this.context.book.moved(pair.session);
    if (pair.server) this.context.changed(pair.server);
  }
}

/** Whether somebody answered: a connect that took its whole time, or none at all, needs no pause before the next. */
function isAnswer(code: string, { target }: BackendServer): boolean {
  return answers.has(code) && !('path' in target);
}
