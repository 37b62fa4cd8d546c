import type { Socket } from 'node:net';
import type { Clock } from '../../core/util/clock';
import type { Disposable } from '../../core/util/disposable';
import type { Seated } from '../../core/util/roster';
import { Sweep } from './sweep';

/** How long a peer may go on sending after our FIN. */
const LINGER_MS = 2000;
const SWEEP_MS = 250;

interface Lingering extends Seated {
  readonly socket: Socket;
  readonly until: number;
}

/**
 * Closes connections so that the peer sees FIN. A socket that is closed with bytes unread makes the system send RST
 * instead, so what still comes is read and dropped until the peer closes too, for a bounded time.
 */
export class GentleClose implements Disposable {
  private readonly lingering: Sweep<Lingering>;

  constructor(private readonly clock: Clock) {
    this.lingering = new Sweep<Lingering>(clock, SWEEP_MS, (item, now) => {
      if (now >= item.until) item.socket.destroy();
    });
  }

  /** The socket must have an `error` listener, and no pending write that the peer may not take. */
  close(socket: Socket): void {
    if (socket.destroyed) return;
    const item = { seat: -1, socket, until: this.clock.now() + LINGER_MS };
    this.lingering.add(item);
    socket.once('close', () => {
      this.lingering.delete(item);
    });
    socket.once('end', () => {
      socket.destroy();
    });
    socket.end();
    socket.resume();
  }

  /** Closes now what still lingers. */
  dispose(): void {
    for (const { socket } of this.lingering) socket.destroy();
    this.lingering.dispose();
  }
}
