import assert from 'node:assert/strict';
import type { CallOptions } from '../../../src/core/api/call';
import { Channel } from '../../../src/core/rpc/channel';
import type { Transport } from '../../../src/core/rpc/transport';
import { Emitter, type Event } from '../../../src/core/util/event';
import { Failure, catalog, type Message } from '../../../src/core/util/message';
import { FakeClock } from '../../support/fakeClock';

interface Calculator {
  readonly onDidChange: Event<number>;
  add(request: { a: number; b: number }, options?: CallOptions): Promise<number>;
  refuse(request: { why: string }): Promise<void>;
  crash(): Promise<void>;
  count(request: { to: number }, options?: CallOptions<number>): Promise<number>;
  never(request?: undefined, options?: CallOptions): Promise<void>;
  hidden(): Promise<string>;
}

const messages = catalog('test', { refused: 'Refused because {why}.' });

class RealCalculator implements Calculator {
  readonly changes = new Emitter<number>();
  readonly onDidChange = this.changes.event;
  aborted = false;

  add = ({ a, b }: { a: number; b: number }) => Promise.resolve(a + b);
  refuse = ({ why }: { why: string }) => Promise.reject(new Failure(messages.refused({ why })));
  crash = () => Promise.reject(new TypeError('boom'));
  hidden = () => Promise.resolve('secret');

  count = ({ to }: { to: number }, options?: CallOptions<number>) => {
    for (let i = 1; i <= to; i++) options?.onProgress?.(i);
    return Promise.resolve(to);
  };

  never = (_request?: undefined, options?: CallOptions) =>
    new Promise<void>(() => {
      options?.signal?.addEventListener('abort', () => (this.aborted = true));
    });
}

/** Two ends that hand messages over as a worker does: cloned, and later. */
function pipe() {
  const closes = new Emitter<Message>();
  const make = (): Transport & { peer?: Emitter<unknown>; own: Emitter<unknown> } => {
    const own = new Emitter<unknown>();
    return {
      own,
      onMessage: own.event,
      onClose: closes.event,
      post(message) {
        const copy: unknown = structuredClone(message);
        queueMicrotask(() => this.peer?.fire(copy));
      },
    };
  };
  const [left, right] = [make(), make()];
  left.peer = right.own;
  right.peer = left.own;
  return {
    left,
    right,
    close: (reason: Message) => {
      closes.fire(reason);
    },
  };
}

function connected() {
  const { left, right, close } = pipe();
  const clock = new FakeClock();
  const service = new RealCalculator();
  const methods = ['add', 'refuse', 'crash', 'count', 'never'] as const;
  const served = new Channel(right, clock);
  served.serve<Calculator>('calculator', service, methods, ['onDidChange']);
  const caller = new Channel(left, clock);
  const remote = caller.remote<Calculator>('calculator', [...methods, 'hidden'], ['onDidChange']);
  return { remote, service, clock, caller, close };
}

/** Lets everything that is on its way arrive. */
const arrived = () => new Promise((resolve) => setImmediate(resolve));

describe('Channel', () => {
  it('answers a call with its result', async () => {
    assert.equal(await connected().remote.add({ a: 2, b: 3 }), 5);
  });

  it('keeps the code and arguments of a failure', async () => {
    const error = await connected()
      .remote.refuse({ why: 'it rains' })
      .catch((e: unknown) => e);
    assert.ok(error instanceof Failure);
    assert.deepEqual(error.detail, messages.refused({ why: 'it rains' }));
  });

  it('turns any other error into a failure with its text', async () => {
    await assert.rejects(connected().remote.crash(), { name: 'Failure', message: 'boom' });
  });

  it('reports progress before the result', async () => {
    const seen: number[] = [];
    const result = await connected().remote.count({ to: 3 }, { onProgress: (n) => seen.push(n) });
    assert.deepEqual([seen, result], [[1, 2, 3], 3]);
  });

  it('refuses a method that is not served', async () => {
    await assert.rejects(connected().remote.hidden(), /There is no calculator\.hidden here/);
  });

  it('ends a call that is not answered in time, and tells the callee to stop', async () => {
    const { remote, clock, service } = connected();
    const call = remote.never(undefined, { timeoutMs: 500 });
    await arrived();
    clock.advance(500);
    await assert.rejects(call, /calculator\.never was not answered within 0\.5 s/);
    await arrived();
    assert.equal(service.aborted, true);
    assert.equal(clock.waiting, 0);
  });

  it('takes progress for a sign of life', async () => {
    const { remote, clock, service } = connected();
    let progress: (n: number) => void = () => undefined;
    let finish: (n: number) => void = () => undefined;
    service.count = (_request, options) => {
      progress = (n) => options?.onProgress?.(n);
      return new Promise((resolve) => (finish = resolve));
    };
    const call = remote.count({ to: 1 }, { timeoutMs: 500 });
    await arrived();
    for (let i = 0; i < 3; i++) {
      clock.advance(400);
      progress(i);
      await arrived();
    }
    finish(3);
    assert.equal(await call, 3);
  });

  it('cancels a call at both ends', async () => {
    const { remote, service } = connected();
    const cancel = new AbortController();
    const call = remote.never(undefined, { signal: cancel.signal });
    await arrived();
    cancel.abort();
    await assert.rejects(call, /Cancelled/);
    await arrived();
    assert.equal(service.aborted, true);
  });

  it('does not send a call that was cancelled before', async () => {
    const cancel = new AbortController();
    cancel.abort();
    await assert.rejects(connected().remote.add({ a: 1, b: 1 }, { signal: cancel.signal }), /Cancelled/);
  });

  it('ends every call with the reason when the other side is gone, also later ones', async () => {
    const { remote, close } = connected();
    const call = remote.never();
    close(messages.refused({ why: 'it died' }));
    await assert.rejects(call, /it died/);
    await assert.rejects(remote.add({ a: 1, b: 1 }), /it died/);
  });

  it('rejects a call whose request cannot be sent', async () => {
    const { remote } = connected();
    const request = { a: 1, b: 1, f: () => 1 };
    await assert.rejects(remote.add(request), { name: 'DataCloneError' });
  });

  it('carries events', async () => {
    const { remote, service } = connected();
    const seen: number[] = [];
    remote.onDidChange((value) => seen.push(value));
    service.changes.fire(1);
    service.changes.fire(2);
    await arrived();
    assert.deepEqual(seen, [1, 2]);
  });

  it('ends its calls when disposed', async () => {
    const { remote, caller } = connected();
    const call = remote.never();
    caller.dispose();
    await assert.rejects(call, /connection to the engine is closed/);
  });
});
