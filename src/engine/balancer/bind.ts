import type { Socket } from 'node:net';
import type { BindSpec } from '../../core/api/balancer';
import type { Address } from '../../core/net/address';
import type { Message } from '../../core/util/message';
import { listen, type Listener } from '../listener';
import type { Crowd } from './crowd';
import type { Frontend } from './frontend';
import { acceptOptions } from './relay';
import type { Slots } from './slots';

/** Connections that the system may hold until they are accepted; it caps this at its own limit. */
const BACKLOG = 4096;

/**
 * One address of a frontend. HAProxy stops accepting at `maxconn`; Node cannot, so those beyond it are accepted and
 * kept paused, unread and uncounted, until a slot frees.
 */
export class Bind {
  /** What keeps new connections out, while it lasts. */
  warning: Message | undefined;
  private listener: Listener | undefined;
  private closed = false;
  private readonly waiting = new Set<Socket>();

  constructor(
    private readonly spec: BindSpec,
    readonly frontend: Frontend,
    private readonly slots: Slots,
    private readonly crowd: Crowd,
  ) {}

  /** As bound, or as asked for while it is not. */
  get address(): Address {
    return this.listener?.address ?? this.spec.address;
  }

  /** @throws Failure when the address cannot be bound */
  async open(): Promise<void> {
    const listener = await listen(this.spec.address, {
      ...acceptOptions,
      owner: this.frontend.spec.name,
      backlog: BACKLOG,
      onConnection: (socket) => {
        this.accept(socket);
      },
      onWarning: (warning) => {
        this.warning = warning;
        this.frontend.changed();
      },
    });
    // Closed meanwhile: nobody else would give the address back.
    if (this.closed) await listener.close();
    else this.listener = listener;
  }

  async close(): Promise<void> {
    const { listener } = this;
    this.closed = true;
    this.listener = this.warning = undefined;
    for (const socket of this.waiting) socket.destroy();
    this.waiting.clear();
    await listener?.close();
  }

  /** Gives a connection's slot back. */
  release(): void {
    this.slots.giveBack();
    this.crowd.relieve();
  }

  /** Lets in those who wait, as far as there is room; returns whether some still wait. */
  admitWaiting(): boolean {
    for (const socket of this.waiting) {
      if (!this.slots.hasRoom) return true;
      this.waiting.delete(socket);
      this.admit(socket);
    }
    return false;
  }

  private accept(socket: Socket): void {
    if (this.slots.hasRoom && this.waiting.size === 0) this.admit(socket);
    else {
      this.waiting.add(socket);
      this.crowd.add(this);
    }
  }

  private admit(socket: Socket): void {
    this.slots.take();
    this.frontend.admit(socket, this);
  }
}
