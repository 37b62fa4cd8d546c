import type { Clock } from '../../core/util/clock';
import type { Message } from '../../core/util/message';

/** A connected client, as a behaviour sees it: payload only, whether TLS carries it or not. */
export interface Client {
  /** Its endpoint: `127.0.0.1:40000`, or `unix`. */
  readonly peer: string;
  /** Sends bytes, which must not change afterwards. When it returns false, wait for `drained` before the next. */
  write(bytes: Uint8Array): boolean;
  /** Half-closes after what was written (FIN). */
  finish(): void;
  /** Stops reading, so that the client is slowed down. */
  pause(): void;
  resume(): void;
  /** Resets the connection, with the reason that its session shows. */
  reset(reason: Message): void;
}

/** What a behaviour does with one client. After `closed` nothing is called any more. */
export interface Conversation {
  /** The client is there, and its TLS handshake done. */
  opened?(): void;
  received(bytes: Uint8Array): void;
  /** The client half-closed: nothing more will come. */
  ended(): void;
  /** The client took what was written. */
  drained?(): void;
  closed?(): void;
}

/** Takes up the conversation with a client: one function for each running server. */
export type Converse = (client: Client) => Conversation;

/** The server that a conversation belongs to. */
export interface Host {
  readonly name: string;
  readonly clock: Clock;
  /** Milliseconds before each answer. */
  readonly delayMs: number;
  /** Answers given so far. */
  answers: number;
}
