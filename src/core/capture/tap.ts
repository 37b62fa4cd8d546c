import type { Message } from '../util/message';

/**
 * Where a connection's bytes are written down. The bytes are copied before the call returns: the caller may use its
 * buffer again.
 */
export interface Tap {
  received(bytes: Uint8Array): void;
  sent(bytes: Uint8Array): void;
  /** Something that is not bytes: half-closed by the peer, reset. */
  note(message: Message): void;
  /** A note where both streams start anew, so that no frame reaches across it: the next connection of a console. */
  begin(message: Message): void;
  /** Nothing more will come. */
  end(): void;
}
