import { disposable, type Disposable } from './disposable';

/** Subscribes a listener; dispose what it returns to unsubscribe. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * A source of events. Listeners run in the order of their subscription; one that throws does not keep the others
 * from running: its error goes to `onError`, or is thrown after the last listener ran.
 */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private readonly onError?: (error: unknown) => void) {}

  readonly event: Event<T> = (listener) => {
    // A fresh function, so that one listener subscribed twice is called twice and ended twice.
    const own = (value: T) => {
      listener(value);
    };
    this.listeners.add(own);
    return disposable(() => this.listeners.delete(own));
  };

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        if (this.onError) this.onError(error);
        else errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  dispose(): void {
    this.listeners.clear();
  }
}
