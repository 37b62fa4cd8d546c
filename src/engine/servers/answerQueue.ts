import type { Disposable } from '../../core/util/disposable';
import { Fifo } from '../../core/util/fifo';
import type { Client, Host } from './conversation';

/** How much may wait before the client is no longer read from: bytes of requests, and how many. */
const MAX_BYTES = 256 * 1024;
const MAX_ANSWERS = 1024;

interface Pending {
  readonly due: number;
  readonly size: number;
  /** Makes the answer when its time has come; without it the connection is finished. */
  readonly make?: () => Uint8Array;
}

/**
 * The answers to one client: in order, each `delayMs` after it was asked for, no faster than the client reads. What
 * waits is bounded, because the client is not read from while too much does, and answers are made only when sent.
 */
export class AnswerQueue {
  private readonly pending = new Fifo<Pending>();
  private bytes = 0;
  private writable = true;
  private reading = true;
  private timer: Disposable | undefined;

  constructor(
    private readonly client: Client,
    private readonly host: Host,
  ) {}

  /** @param size bytes that waiting for it keeps in memory */
  push(size: number, make: () => Uint8Array): void {
    this.add({ due: this.due(), size, make });
  }

  /** Half-closes after the last answer. */
  finish(): void {
    this.add({ due: this.due(), size: 0 });
  }

  drained(): void {
    this.writable = true;
    this.pump();
  }

  close(): void {
    this.timer?.dispose();
    this.pending.clear();
    this.writable = false;
  }

  private add(pending: Pending): void {
    this.pending.push(pending);
    this.bytes += pending.size;
    this.pump();
  }

  private due(): number {
    return this.host.delayMs === 0 ? 0 : this.host.clock.now() + this.host.delayMs;
  }

  private pump(): void {
    while (this.writable && this.isDue()) this.deliver(this.pending.shift() as Pending);
    this.throttle();
    const next = this.pending.peek();
    if (next && this.writable) this.wait(next.due);
  }

  private isDue(): boolean {
    const next = this.pending.peek();
    return next !== undefined && (next.due === 0 || next.due <= this.host.clock.now());
  }

  private deliver({ size, make }: Pending): void {
    this.bytes -= size;
    if (make) this.writable = this.client.write(make());
    else this.client.finish();
  }

  private throttle(): void {
    const room = this.bytes < MAX_BYTES && this.pending.size < MAX_ANSWERS;
    if (room === this.reading) return;
    this.reading = room;
    if (room) this.client.resume();
    else this.client.pause();
  }

  private wait(due: number): void {
    this.timer ??= this.host.clock.after(Math.max(0, due - this.host.clock.now()), () => {
      this.timer = undefined;
      this.pump();
    });
  }
}
