import type { MessagePort, Worker } from 'node:worker_threads';
import type { Transport } from '../../core/rpc/transport';
import { Emitter } from '../../core/util/event';
import type { Message } from '../../core/util/message';

/** A Transport over a worker (seen from outside) or over its parent's port (seen from inside). */
export class PortTransport implements Transport {
  private readonly messages = new Emitter<unknown>();
  private readonly closes = new Emitter<Message>();
  readonly onMessage = this.messages.event;
  readonly onClose = this.closes.event;

  constructor(private readonly port: MessagePort | Worker) {
    port.on('message', (message: unknown) => {
      this.messages.fire(message);
    });
  }

  post(message: unknown): void {
    this.port.postMessage(message);
  }

  /** Tells that the other side is gone. */
  close(reason: Message): void {
    this.closes.fire(reason);
  }
}
