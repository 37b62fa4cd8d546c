import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import type { Tap } from '../../core/capture/tap';
import type { Clock } from '../../core/util/clock';
import type { Message } from '../../core/util/message';
import { reset } from '../reset';
import { endings } from '../sessions/endings';
import type { Session } from '../sessions/session';
import type { Client, Conversation, Converse } from './conversation';
import { serverMessages } from './serverMessages';

/** Milliseconds that a client may take for its TLS handshake. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Bytes that a person may have sent to a client that does not read them. */
const MAX_UNREAD = 16 * 1024 * 1024;

export interface ConnectionOptions {
  readonly session: Session;
  readonly tap: Tap | undefined;
  readonly clock: Clock;
  readonly secureContext: SecureContext | undefined;
  readonly converse: Converse;
  /** Called once, when nothing of it is left. */
  readonly closed: (ending: Message) => void;
  /** Called when its counts changed. */
  readonly moved: () => void;
}

/** One accepted connection: its socket, and the conversation that a behaviour has over it. */
export class ClientConnection implements Client {
  /** Carries the payload: the accepted socket, or TLS over it. */
  private readonly socket: Socket;
  private readonly conversation: Conversation;
  private ready = false;
  private clientFinished = false;
  private finishedFirst = false;
  private ending: Message | undefined;

  constructor(
    private readonly accepted: Socket,
    private readonly options: ConnectionOptions,
  ) {
    options.tap?.begin(serverMessages.connected({ client: this.peer }));
    this.socket = options.secureContext ? this.secured(options.secureContext) : accepted;
    this.conversation = options.converse(this);
    this.listen();
    if (this.socket === accepted) this.open();
  }

  get peer(): string {
    return this.options.session.client;
  }

  write(bytes: Uint8Array): boolean {
    if (!this.ready || !this.socket.writable) return false;
    if (bytes.length === 0) return !this.socket.writableNeedDrain;
    this.options.session.sent(bytes.length);
    this.options.tap?.sent(bytes);
    this.options.moved();
    return this.socket.write(bytes);
  }

  /** Whether a person's bytes can be sent: not when the client reads nothing, or our half is closed. */
  get takes(): boolean {
    return this.ready && this.socket.writable && this.socket.writableLength < MAX_UNREAD;
  }

  finish(): void {
    if (!this.socket.writable) return;
    this.finishedFirst = !this.clientFinished;
    this.options.tap?.note(serverMessages.serverFinished());
    this.socket.end();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  reset(reason: Message): void {
    this.ending ??= reason;
    reset(this.accepted, this.socket);
  }

  private open(): void {
    this.ready = true;
    this.options.session.state = 'open';
    this.guard(() => this.conversation.opened?.());
  }

  private listen(): void {
    const { socket, conversation } = this;
    socket.on('data', (bytes: Buffer) => {
      this.options.session.received(bytes.length);
      this.options.tap?.received(bytes);
      this.options.moved();
      this.guard(() => {
        conversation.received(bytes);
      });
    });
    socket.on('end', () => {
      this.clientFinished = true;
      if (!this.ready) {
        this.ending ??= serverMessages.leftHandshake();
        socket.destroy();
        return;
      }
      this.options.tap?.note(serverMessages.clientFinished());
      this.guard(() => {
        conversation.ended();
      });
    });
    socket.on('drain', () => {
      this.guard(() => conversation.drained?.());
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.ending ??= this.failed(error);
    });
    socket.once('close', () => {
      this.close();
    });
  }

  /** A behaviour that fails ends its own connection, and no other. */
  private guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.reset(serverMessages.behaviourFailed({ reason: String(error) }));
    }
  }

  private close(): void {
    this.accepted.destroy();
    this.ready = false;
    this.guard(() => this.conversation.closed?.());
    const ending = this.ending ?? (this.finishedFirst ? endings.closedByServer() : endings.closedByClient());
    this.options.tap?.note(ending);
    this.options.tap?.end();
    this.options.closed(ending);
  }

  /** OpenSSL's errors have its own words in `reason`, and a message full of numbers. */
  private failed({ code, message, reason = message }: NodeJS.ErrnoException & { reason?: string }): Message {
    if (code === 'ECONNRESET' || code === 'EPIPE') return endings.resetByClient({ code });
    return this.ready
      ? serverMessages.connectionFailed({ reason })
      : serverMessages.handshakeFailed({ reason });
  }

  private secured(secureContext: SecureContext): Socket {
    const socket = new TLSSocket(this.accepted, { isServer: true, secureContext });
    const timer = this.options.clock.after(HANDSHAKE_TIMEOUT_MS, () => {
      this.reset(serverMessages.handshakeTimeout({ ms: HANDSHAKE_TIMEOUT_MS }));
    });
    socket.once('secure', () => {
      timer.dispose();
      const cipher = socket.getCipher().standardName;
      this.options.tap?.note(serverMessages.secured({ protocol: socket.getProtocol() ?? '?', cipher }));
      this.open();
    });
    // Of a server's own TLSSocket, errors of the handshake come by this event only.
    socket.once('_tlsError', (error: Error) => {
      this.ending ??= this.failed(error);
      socket.destroy();
    });
    socket.once('close', () => {
      timer.dispose();
    });
    return socket;
  }
}
