import type { Engine } from '../../core/api/engine';
import type { Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/event';
import { Failure, catalog, type Message } from '../../core/util/message';

export const slotMessages = catalog('slot', { closed: 'The window is closing.' });

/** Holds the engine: made when it is first needed, made anew after it failed. */
export class EngineSlot implements Disposable {
  private current: Promise<Engine> | undefined;
  private alive: Engine | undefined;
  private closed = false;
  private readonly started = new Emitter<Engine>();
  private readonly failed = new Emitter<Message>();

  /** A new engine is there; everything that ran in an older one is gone. */
  readonly onDidStart = this.started.event;
  /** The engine died or hung. The next `get` makes a new one. */
  readonly onDidFail = this.failed.event;

  constructor(private readonly create: () => Promise<Engine>) {}

  /** The engine, made now if there is none. @throws Failure when it cannot be made, or after `shutdown` */
  get(): Promise<Engine> {
    if (this.closed) return Promise.reject(new Failure(slotMessages.closed()));
    this.current ??= this.make();
    return this.current;
  }

  /** The engine if there is one. */
  peek(): Engine | undefined {
    return this.alive;
  }

  /** Stops everything in it and gives its ports back, within `deadlineMs`. No other engine is made after that. */
  async shutdown(deadlineMs: number): Promise<void> {
    this.closed = true;
    const engine = await this.current?.catch(() => undefined);
    this.forget();
    if (!engine) return;
    try {
      await engine.shutdown({ deadlineMs });
    } finally {
      engine.dispose();
    }
  }

  dispose(): void {
    this.alive?.dispose();
    this.forget();
    this.started.dispose();
    this.failed.dispose();
  }

  private async make(): Promise<Engine> {
    try {
      const engine = await this.create();
      this.alive = engine;
      engine.onDidFail((reason) => {
        this.lose(engine, reason);
      });
      this.started.fire(engine);
      return engine;
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  private lose(engine: Engine, reason: Message): void {
    if (this.alive !== engine) return;
    this.forget();
    this.failed.fire(reason);
  }

  private forget(): void {
    this.current = undefined;
    this.alive = undefined;
  }
}
