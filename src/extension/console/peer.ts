import type { CallOptions } from '../../core/api/call';
import type { ConnectSpec, SendProgress } from '../../core/api/console';
import type { Engine } from '../../core/api/engine';
import type { TranscriptInfo } from '../../core/api/transcript';
import type { Connection, Ending, PageState } from '../../core/console/page';
import type { Disposable } from '../../core/util/disposable';
import type { Event } from '../../core/util/event';
import type { Message } from '../../core/util/message';
import type { Say } from '../model/text';

/** How `sendEach` is asked for, but for where. */
export interface EachOptions {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly halfClose: boolean;
  readonly waitMs: number;
}

/**
 * Who the console talks with: a server that we connect to, or a client of one of our mocks. It outlives engines:
 * whoever uses it gives it the engine that is there now.
 */
export interface Peer {
  readonly role: PageState['role'];
  /** Of its transcript too. */
  readonly id: string;
  readonly onDidChange: Event<void>;
  /** Takes up its place in an engine, and follows it until disposed. @throws Failure when it is not there */
  attach(engine: Engine): Promise<Disposable>;
  /** The engine is gone, and everything with it. */
  lost(reason: Message): void;
  connection(transcript: TranscriptInfo, say: Say): Connection;
  readonly periodic: PageState['periodic'];

  connect(engine: Engine, spec: ConnectSpec, options?: CallOptions): Promise<void>;
  send(engine: Engine, bytes: Uint8Array, options?: CallOptions): Promise<void>;
  sendEvery(engine: Engine, bytes: Uint8Array, everyMs: number): Promise<void>;
  stopSending(engine: Engine): Promise<void>;
  sendEach(
    engine: Engine,
    spec: ConnectSpec,
    each: EachOptions,
    options?: CallOptions<SendProgress>,
  ): Promise<SendProgress>;
  end(engine: Engine, how: Ending): Promise<void>;
  /** Nobody looks any more: what is kept only for the view goes. */
  discard(engine: Engine): Promise<void>;
}
