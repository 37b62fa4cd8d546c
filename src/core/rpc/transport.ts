import type { Event } from '../util/event';
import type { Message } from '../util/message';

/** A two-way pipe of structured-clonable messages: a worker's port, a webview's. */
export interface Transport {
  post(message: unknown): void;
  readonly onMessage: Event<unknown>;
  /** Fires once when the other side is gone, with the reason. */
  readonly onClose: Event<Message>;
}
