import type { Engine } from '../../core/api/engine';
import type { TranscriptInfo } from '../../core/api/transcript';
import type { Connection, Ending } from '../../core/console/page';
import { disposable, type Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/event';
import { Failure, type Message } from '../../core/util/message';
import type { Say } from '../model/text';
import { peerMessages } from './consolePeer';
import type { Peer } from './peer';

/** The client of one session of a mock server. */
export class SessionPeer implements Peer {
  readonly role = 'session';
  readonly periodic = undefined;
  private readonly changes = new Emitter<void>();
  private finished = false;
  private gone: Message | undefined;

  readonly onDidChange = this.changes.event;

  /** @param id of the session */
  constructor(readonly id: string) {}

  async attach({ transcripts }: Engine): Promise<Disposable> {
    await transcripts.keep({ id: this.id });
    return disposable(() => undefined);
  }

  lost(reason: Message): void {
    this.gone = reason;
    this.changes.fire();
  }

  connection({ live }: TranscriptInfo, say: Say): Connection {
    if (this.gone) return { kind: 'ended', text: say(this.gone), finished: false };
    const text = say(live ? peerMessages.sessionOpen() : peerMessages.sessionEnded());
    return { kind: live ? 'open' : 'ended', text, finished: this.finished };
  }

  connect(): Promise<never> {
    return Promise.reject(new Failure(peerMessages.sessionOnly()));
  }

  async send({ servers }: Engine, bytes: Uint8Array): Promise<void> {
    const clients = await servers.send({ to: { session: this.id }, bytes });
    if (clients === 0) throw new Failure(peerMessages.sessionEnded());
  }

  sendEvery(): Promise<never> {
    return this.connect();
  }

  stopSending(): Promise<void> {
    return Promise.resolve();
  }

  sendEach(): Promise<never> {
    return this.connect();
  }

  async end({ servers }: Engine, how: Ending): Promise<void> {
    if (how === 'reset') await servers.kill({ ids: [this.id] });
    else await servers.finish({ session: this.id });
    this.finished = true;
    this.changes.fire();
  }

  /** Its transcript stays with the session. */
  discard(): Promise<void> {
    return Promise.resolve();
  }
}
