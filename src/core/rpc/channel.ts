import type { CallOptions } from '../api/call';
import type { Clock } from '../util/clock';
import { DisposableStore, type Disposable } from '../util/disposable';
import { Emitter, type Event } from '../util/event';
import { Failure, catalog, messageOf, type Message } from '../util/message';
import { PendingCall } from './pendingCall';
import type { WireMessage } from './protocol';
import type { Transport } from './transport';

export const rpcMessages = catalog('rpc', {
  cancelled: 'Cancelled.',
  timedOut: '{method} was not answered within {seconds} s.',
  closed: 'The connection to the engine is closed.',
  unknownMethod: 'There is no {method} here.',
});

/** A method that can be called from the other side: one request, and the options that every call takes. */
type Method = (request: never, options: never) => Promise<unknown>;

/** The names of a service's methods, and those of its events. */
export type MethodName<S> = { [K in keyof S]: S[K] extends Method ? K : never }[keyof S] & string;
export type EventName<S> = {
  [K in keyof S]: S[K] extends (listener: never) => Disposable ? K : never;
}[keyof S] &
  string;

/**
 * One typed channel over a transport, the same at both ends: each side may serve and call. A call always ends: with
 * the result, the callee's error, a time-out, its cancellation, or the end of the transport.
 */
export class Channel implements Disposable {
  private readonly pending = new Map<number, PendingCall>();
  private readonly running = new Map<number, AbortController>();
  private readonly services = new Map<string, (method: string) => Method | undefined>();
  private readonly events = new Map<string, Emitter<unknown>>();
  private readonly store = new DisposableStore();
  private nextId = 1;
  private closed: Message | undefined;

  /** @param timeoutMs how long a call may take without a sign of life when it does not say; default 30,000 */
  constructor(
    private readonly transport: Transport,
    private readonly clock: Clock,
    private readonly timeoutMs = 30_000,
  ) {
    this.store.add(
      transport.onMessage((message) => {
        this.receive(message as WireMessage);
      }),
    );
    this.store.add(
      transport.onClose((reason) => {
        this.close(reason);
      }),
    );
  }

  /** Lets the other side call exactly `methods` of `service`, and sends it `events` as they fire. */
  serve<S>(
    name: string,
    service: S,
    methods: readonly MethodName<S>[],
    events: readonly EventName<S>[] = [],
  ): Disposable {
    const served = new DisposableStore();
    this.services.set(name, (method) =>
      (methods as readonly string[]).includes(method)
        ? (service[method as MethodName<S>] as Method).bind(service)
        : undefined,
    );
    served.add({ dispose: () => this.services.delete(name) });
    for (const event of events) {
      const source = service[event] as Event<unknown>;
      served.add(
        source((value) => {
          this.post({ kind: 'event', service: name, event, value });
        }),
      );
    }
    return this.store.add(served);
  }

  /** What the other side serves under `name`: its methods and events, as if they were here. */
  remote<S>(
    name: string,
    methods: readonly MethodName<S>[],
    events: readonly EventName<S>[] = [],
  ): Pick<S, MethodName<S> | EventName<S>> {
    const remote: Record<string, unknown> = {};
    for (const method of methods) {
      remote[method] = (request: unknown, options?: CallOptions<never>) =>
        this.call(name, method, request, options);
    }
    for (const event of events) remote[event] = this.emitter(name, event).event;
    return remote as Pick<S, MethodName<S> | EventName<S>>;
  }

  dispose(): void {
    this.close(rpcMessages.closed());
    this.store.dispose();
  }

  private call(
    service: string,
    method: string,
    request: unknown,
    options: CallOptions<never> = {},
  ): Promise<unknown> {
    const { signal, timeoutMs = this.timeoutMs } = options;
    if (this.closed) return Promise.reject(new Failure(this.closed));
    if (signal?.aborted) return Promise.reject(new Failure(rpcMessages.cancelled()));
    const id = this.nextId++;
    const pending = new PendingCall(this.clock, timeoutMs, options, (why) => {
      this.post({ kind: 'cancel', id });
      this.take(id)?.fail(
        new Failure(
          why === 'cancelled'
            ? rpcMessages.cancelled()
            : rpcMessages.timedOut({ method: `${service}.${method}`, seconds: timeoutMs / 1000 }),
        ),
      );
    });
    this.pending.set(id, pending);
    try {
      this.post({ kind: 'call', id, service, method, request });
    } catch (error) {
      this.take(id)?.fail(error);
    }
    return pending.answer;
  }

  /** Ends the wait for an answer; undefined when it is not waited for (any more). */
  private take(id: number): PendingCall | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private receive(message: WireMessage): void {
    switch (message.kind) {
      case 'call':
        void this.answer(message);
        break;
      case 'cancel':
        this.running.get(message.id)?.abort();
        break;
      case 'result':
        this.take(message.id)?.succeed(message.value);
        break;
      case 'error':
        this.take(message.id)?.fail(new Failure(message.message));
        break;
      case 'progress':
        this.pending.get(message.id)?.progress(message.value);
        break;
      case 'event':
        this.emitter(message.service, message.event).fire(message.value);
        break;
    }
  }

  private async answer({
    id,
    service,
    method,
    request,
  }: Extract<WireMessage, { kind: 'call' }>): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const run = this.services.get(service)?.(method);
      if (!run) throw new Failure(rpcMessages.unknownMethod({ method: `${service}.${method}` }));
      const onProgress = (value: unknown) => {
        this.post({ kind: 'progress', id, value });
      };
      const value = await run(request as never, { signal: controller.signal, onProgress } as never);
      this.post({ kind: 'result', id, value });
    } catch (error) {
      this.post({ kind: 'error', id, message: messageOf(error) });
    } finally {
      this.running.delete(id);
    }
  }

  private emitter(service: string, event: string): Emitter<unknown> {
    const key = `${service}.${event}`;
    const known = this.events.get(key) ?? new Emitter<unknown>();
    this.events.set(key, known);
    return known;
  }

  private post(message: WireMessage): void {
    if (!this.closed) this.transport.post(message);
  }

  private close(reason: Message): void {
    if (this.closed) return;
    this.closed = reason;
    for (const id of [...this.pending.keys()]) this.take(id)?.fail(new Failure(reason));
    for (const controller of this.running.values()) controller.abort();
  }
}
