import type { CallOptions } from '../api/call';
import type { Clock } from '../util/clock';
import type { Disposable } from '../util/disposable';

/** A call that waits for its answer. Settled once; `onGiveUp` runs when it is aborted or nothing came for too long. */
export class PendingCall {
  readonly answer: Promise<unknown>;
  private resolve!: (value: unknown) => void;
  private reject!: (error: unknown) => void;
  private timer: Disposable | undefined;
  private readonly onAbort = () => {
    this.onGiveUp('cancelled');
  };

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    private readonly options: CallOptions<never>,
    private readonly onGiveUp: (why: 'cancelled' | 'timedOut') => void,
  ) {
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    options.signal?.addEventListener('abort', this.onAbort, { once: true });
    this.wait();
  }

  /** An intermediate result; a sign of life, so the time-out starts anew. */
  progress(value: unknown): void {
    this.wait();
    this.options.onProgress?.(value as never);
  }

  succeed(value: unknown): void {
    this.release();
    this.resolve(value);
  }

  fail(error: unknown): void {
    this.release();
    this.reject(error);
  }

  private wait(): void {
    this.timer?.dispose();
    this.timer = this.clock.after(this.timeoutMs, () => {
      this.onGiveUp('timedOut');
    });
  }

  private release(): void {
    this.timer?.dispose();
    this.options.signal?.removeEventListener('abort', this.onAbort);
  }
}
