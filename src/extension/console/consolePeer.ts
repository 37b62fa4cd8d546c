import type { CallOptions } from '../../core/api/call';
import type {
  ConnectSpec,
  ConsoleSnapshot,
  ConsoleState,
  PeerTls,
  SendProgress,
} from '../../core/api/console';
import type { Engine } from '../../core/api/engine';
import type { TranscriptInfo } from '../../core/api/transcript';
import type { Connection, Ending, PageState, ShownTls } from '../../core/console/page';
import type { Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/event';
import { catalog, type Message } from '../../core/util/message';
import type { Say } from '../model/text';
import type { EachOptions, Peer } from './peer';

export const peerMessages = catalog('peer', {
  idle: 'Not connected.',
  restored: 'Not connected. What is shown was recorded before.',
  connecting: 'Connecting…',
  connectingAgain: 'Connecting, attempt {attempt}…',
  open: 'Connected to {peer} from {local}.',
  finished: 'Connected to {peer}; we sent FIN.',
  peerFinished: 'Connected to {peer}, which sent FIN: nothing more will come.',
  waiting: '{reason} Connecting again soon.',
  sessionOpen: 'The client is connected.',
  sessionEnded: 'This session has ended.',
  sessionOnly: 'This is the server side of a session: the client connects.',
});

/** How long a call may take that ends when the peer reads, or the person stops it: as long as a timer can. */
const UNLIMITED_MS = 2 ** 31 - 1;

/** A connection of ours. */
export class ConsolePeer implements Peer {
  readonly role = 'console';
  private readonly changes = new Emitter<void>();
  private snapshot: ConsoleSnapshot;

  readonly onDidChange = this.changes.event;

  constructor(readonly id: string) {
    this.snapshot = { id, state: { kind: 'idle' } };
  }

  get periodic(): PageState['periodic'] {
    return this.snapshot.periodic;
  }

  async attach(engine: Engine): Promise<Disposable> {
    const snapshot = await engine.consoles.open({ id: this.id });
    // A new engine knows nothing of the connection; why that ended is still worth telling.
    if (this.snapshot.state.kind !== 'ended') this.show(snapshot);
    return engine.consoles.onDidChange((snapshots) => {
      for (const snapshot of snapshots) if (snapshot.id === this.id) this.show(snapshot);
    });
  }

  lost(reason: Message): void {
    this.show({ id: this.id, state: { kind: 'ended', reason } });
  }

  connection({ chunks }: TranscriptInfo, say: Say): Connection {
    const { state } = this.snapshot;
    const finished = state.kind === 'open' && state.finished;
    const tls = 'tls' in state && state.tls ? shownTls(state.tls, say) : undefined;
    return { kind: state.kind, text: say(describe(state, chunks > 0)), finished, tls };
  }

  async connect(engine: Engine, spec: ConnectSpec, options?: CallOptions): Promise<void> {
    this.show(await engine.consoles.connect({ id: this.id, spec }, options));
  }

  send(engine: Engine, bytes: Uint8Array, options?: CallOptions): Promise<void> {
    return engine.consoles.send({ id: this.id, bytes }, { ...options, timeoutMs: UNLIMITED_MS });
  }

  sendEvery(engine: Engine, bytes: Uint8Array, everyMs: number): Promise<void> {
    return engine.consoles.sendEvery({ id: this.id, bytes, everyMs });
  }

  stopSending(engine: Engine): Promise<void> {
    return engine.consoles.stopSending({ id: this.id });
  }

  sendEach(
    engine: Engine,
    spec: ConnectSpec,
    each: EachOptions,
    options?: CallOptions<SendProgress>,
  ): Promise<SendProgress> {
    return engine.consoles.sendEach({ id: this.id, spec, ...each }, { ...options, timeoutMs: UNLIMITED_MS });
  }

  end(engine: Engine, how: Ending): Promise<void> {
    return engine.consoles.end({ id: this.id, how });
  }

  async discard(engine: Engine): Promise<void> {
    await engine.consoles.discard({ id: this.id });
    await engine.transcripts.discard({ id: this.id });
  }

  private show(snapshot: ConsoleSnapshot): void {
    this.snapshot = snapshot;
    this.changes.fire();
  }
}

function describe(state: ConsoleState, hasPast: boolean): Message {
  switch (state.kind) {
    case 'idle':
      return hasPast ? peerMessages.restored() : peerMessages.idle();
    case 'connecting':
      return state.attempt > 1
        ? peerMessages.connectingAgain({ attempt: state.attempt })
        : peerMessages.connecting();
    case 'open': {
      const { peer, local, finished, peerFinished } = state;
      if (peerFinished) return peerMessages.peerFinished({ peer });
      return finished ? peerMessages.finished({ peer }) : peerMessages.open({ peer, local });
    }
    case 'waiting':
    case 'ended':
      return state.reason;
  }
}

function shownTls({ protocol, cipher, problem, chain }: PeerTls, say: Say): ShownTls {
  return { summary: `${protocol}, ${cipher}`, problem: problem && say(problem), chain };
}
