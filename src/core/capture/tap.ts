import type { Message } from '../util/message';

/**
 * Where a connection's bytes are written down. The bytes are copied before the call returns: the caller may use its
 * buffer again.
 */
export interface Tap {
  received(bytes: Uint8Array): void;
  sent(bytes: Uint8Array): void;
  /** Something that is not bytes: connected, half-closed by the peer, reset. */
  note(message: Message): void;
  /** Nothing more will come. */
  end(): void;
}
