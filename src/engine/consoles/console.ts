import type { ConnectSpec, ConsoleSnapshot, ConsoleState } from '../../core/api/console';
import type { Tap } from '../../core/capture/tap';
import { backoffDelay } from '../../core/net/backoff';
import type { Clock } from '../../core/util/clock';
import type { Disposable } from '../../core/util/disposable';
import { Failure, format, messageOf, type Message } from '../../core/util/message';
import type { Random } from '../../core/util/random';
import { consoleMessages } from './consoleMessages';
import { DialFailure, dial, reasonOf, type Line } from './dial';
import { writeAll } from './talk';

/** What every console of an engine has. */
export interface ConsoleTools {
  readonly clock: Clock;
  readonly random: Random;
}

/** Half a second, doubling, up to half a minute. */
const RECONNECT = { firstMs: 500, maxMs: 30_000 };
/** How long a close may wait for the peer to take what was sent before it. */
const CLOSE_MS = 2000;

type OpenState = Extract<ConsoleState, { kind: 'open' }>;

/** One console: at most one connection at a time, whose life and bytes go to its tap. */
export class Console implements Disposable {
  private state: ConsoleState = { kind: 'idle' };
  private line: Line | undefined;
  private dialling: AbortController | undefined;
  private retry: Disposable | undefined;
  /** Why the connection is about to end, when we end it. */
  private leaving: Message | undefined;
  private failures = 0;
  private writing: Promise<unknown> = Promise.resolve();
  private periodic: { everyMs: number; sent: number; timer?: Disposable } | undefined;

  constructor(
    readonly id: string,
    readonly tap: Tap,
    private readonly tools: ConsoleTools,
    private readonly onChange: (console: Console) => void,
  ) {}

  get snapshot(): ConsoleSnapshot {
    const { id, state, periodic } = this;
    return { id, state, periodic: periodic && { everyMs: periodic.everyMs, sent: periodic.sent } };
  }

  async connect(spec: ConnectSpec, signal?: AbortSignal): Promise<void> {
    this.leave(consoleMessages.closedByUs());
    this.failures = 0;
    await this.attempt(spec, signal);
  }

  /** @throws Failure when not connected, half-closed, or the connection ends meanwhile */
  async send(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    const { state, line } = this;
    if (state.kind !== 'open' || !line) throw new Failure(consoleMessages.notConnected());
    if (state.finished) throw new Failure(consoleMessages.finished());
    // One after the other, whole.
    const sent = this.writing.then(() => writeAll(line.socket, bytes, this.tap, signal));
    this.writing = sent.catch(() => undefined);
    await sent;
  }

  async sendEvery(bytes: Uint8Array, everyMs: number): Promise<void> {
    this.stopSending();
    const run = { everyMs: Math.max(1, everyMs), sent: 0 };
    this.periodic = run;
    try {
      await this.sendPeriodically(bytes, run);
    } catch (error) {
      if (this.periodic === run) this.stopSending();
      throw error;
    }
  }

  stopSending(): void {
    this.periodic?.timer?.dispose();
    this.periodic = undefined;
    this.onChange(this);
  }

  end(how: 'halfClose' | 'close' | 'reset'): void {
    if (how === 'close' && this.state.kind === 'waiting') return this.leave(this.state.reason);
    if (how === 'close' && this.state.kind === 'connecting') return this.leave(consoleMessages.cancelled());
    const { state, line } = this;
    if (state.kind !== 'open' || !line) throw new Failure(consoleMessages.notConnected());
    if (how === 'halfClose') this.finish(line, state);
    else if (how === 'close') this.close(line);
    else {
      line.reset();
      this.ended(line, consoleMessages.resetByUs());
    }
  }

  /** Ends everything at once: what was sent last may be lost. */
  dispose(): void {
    this.leave(consoleMessages.closedByUs());
  }

  private async attempt(spec: ConnectSpec, signal?: AbortSignal): Promise<void> {
    const dialling = new AbortController();
    const abort = () => {
      dialling.abort();
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.dialling = dialling;
    this.become({ kind: 'connecting', attempt: this.failures + 1 });
    try {
      const line = await dial(spec, dialling.signal);
      if (dialling.signal.aborted) line.socket.destroy();
      else this.opened(spec, line);
    } catch (error) {
      if (this.dialling === dialling) this.failed(spec, error, dialling.signal.aborted);
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private opened(spec: ConnectSpec, line: Line): void {
    const { local, peer, tls, socket } = line;
    this.failures = 0;
    this.line = line;
    this.leaving = undefined;
    this.tap.begin(
      tls
        ? consoleMessages.connectedTls({ local, peer, protocol: tls.protocol, cipher: tls.cipher })
        : consoleMessages.connected({ local, peer }),
    );
    if (tls?.problem) this.tap.note(consoleMessages.unverified({ problem: format(tls.problem) }));
    const since = this.tools.clock.wallTime();
    this.become({ kind: 'open', local, peer, since, tls, finished: false, peerFinished: false });
    socket.on('data', (bytes) => {
      this.tap.received(bytes);
    });
    socket.once('end', () => {
      this.peerFinished(spec, line);
    });
    let problem: Message | undefined;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      problem =
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? consoleMessages.resetByPeer() : broken(error);
      // A TLS alert (a client certificate is wanted, say) does not end a half-open socket by itself.
      socket.destroy();
    });
    socket.once('close', () => {
      this.lost(spec, line, problem);
    });
  }

  private peerFinished(spec: ConnectSpec, line: Line): void {
    const { state } = this;
    if (this.line !== line || state.kind !== 'open') return;
    // With nothing to come and nobody to ask, a connection that shall always be there is made anew.
    if (spec.reconnect) {
      this.close(line);
      this.lost(spec, line, consoleMessages.closedByPeer());
    } else if (!state.finished && !this.leaving) {
      this.tap.note(consoleMessages.peerFinished());
      this.become({ ...state, peerFinished: true });
    }
  }

  /** The connection is gone, by whoever's doing. */
  private lost(spec: ConnectSpec, line: Line, problem: Message | undefined): void {
    if (this.line !== line) return;
    const reason = this.leaving ?? problem ?? consoleMessages.bothFinished();
    const again = spec.reconnect && (!this.leaving || problem);
    this.ended(line, again ? (problem ?? reason) : reason);
    if (again) this.scheduleRetry(spec, problem ?? reason);
  }

  private failed(spec: ConnectSpec, error: unknown, cancelled: boolean): void {
    const reason = messageOf(error);
    const tls = error instanceof DialFailure ? error.tls : undefined;
    this.dialling = undefined;
    this.tap.note(reason);
    this.become({ kind: 'ended', reason, tls });
    // A certificate that was not accepted will not be the next time either.
    if (spec.reconnect && !cancelled && !tls) this.scheduleRetry(spec, reason);
  }

  private scheduleRetry(spec: ConnectSpec, reason: Message): void {
    const { clock, random } = this.tools;
    const delayMs = backoffDelay(RECONNECT, ++this.failures, random);
    this.become({ kind: 'waiting', reason, nextAt: clock.wallTime() + delayMs });
    this.retry = clock.after(delayMs, () => {
      // Its failure is in the transcript, and the next attempt is planned.
      this.attempt(spec).catch(() => undefined);
    });
  }

  private finish(line: Line, state: OpenState): void {
    if (state.finished) throw new Failure(consoleMessages.finished());
    this.become({ ...state, finished: true });
    this.tap.note(consoleMessages.weFinished());
    void this.writing.then(() => line.socket.end());
  }

  private close(line: Line): void {
    this.leaving = consoleMessages.closedByUs();
    this.endSocket(line);
  }

  /** FIN after what is being sent, then done; a peer that takes nothing more cannot hold it up for long. */
  private endSocket({ socket }: Line): void {
    const limit = this.tools.clock.after(CLOSE_MS, () => socket.destroy());
    socket.once('close', () => {
      limit.dispose();
    });
    void this.writing.then(() => socket.end(() => socket.destroy()));
    this.writing = Promise.resolve();
  }

  /** Gives up whatever is under way: the connection, an attempt, the waiting for one. */
  private leave(reason: Message): void {
    this.retry?.dispose();
    this.stopSending();
    const { line, dialling, state } = this;
    this.dialling = undefined;
    dialling?.abort();
    if (line) {
      this.endSocket(line);
      this.ended(line, reason);
    } else if (state.kind === 'connecting' || state.kind === 'waiting') {
      this.tap.note(reason);
      this.become({ kind: 'ended', reason });
    }
  }

  private ended(line: Line, reason: Message): void {
    if (this.line !== line) return;
    this.line = undefined;
    this.tap.note(reason);
    this.stopSending();
    this.become({ kind: 'ended', reason, tls: line.tls });
  }

  private async sendPeriodically(bytes: Uint8Array, run: NonNullable<Console['periodic']>): Promise<void> {
    const { clock } = this.tools;
    const next = clock.now() + run.everyMs;
    await this.send(bytes);
    if (this.periodic !== run) return;
    run.sent++;
    this.onChange(this);
    run.timer = clock.after(Math.max(0, next - clock.now()), () => {
      this.sendPeriodically(bytes, run).catch((error: unknown) => {
        this.tap.note(consoleMessages.periodicEnded({ reason: format(messageOf(error)) }));
        if (this.periodic === run) this.stopSending();
      });
    });
  }

  private become(state: ConsoleState): void {
    this.state = state;
    this.onChange(this);
  }
}

function broken(error: Error): Message {
  return consoleMessages.broken({ reason: reasonOf(error) });
}
