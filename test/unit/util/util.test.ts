import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Coalescer } from '../../../src/core/util/coalescer';
import { DisposableStore } from '../../../src/core/util/disposable';
import { Emitter } from '../../../src/core/util/event';
import { Failure, catalog, format, messageOf } from '../../../src/core/util/message';
import { Ring } from '../../../src/core/util/ring';
import { FakeClock } from '../../support/fakeClock';

describe('DisposableStore', () => {
  it('ends what it holds in reverse order, once', () => {
    const order: number[] = [];
    const store = new DisposableStore();
    for (const n of [1, 2, 3]) store.add({ dispose: () => order.push(n) });
    store.dispose();
    store.dispose();
    assert.deepEqual(order, [3, 2, 1]);
  });

  it('ends at once what comes after its end', () => {
    const store = new DisposableStore();
    store.dispose();
    let ended = false;
    store.add({ dispose: () => (ended = true) });
    assert.ok(ended);
  });
});

describe('Emitter', () => {
  it('calls every listener although one throws, and then throws', () => {
    const emitter = new Emitter<number>();
    const seen: number[] = [];
    emitter.event(() => {
      throw new Error('mine');
    });
    emitter.event((value) => seen.push(value));
    assert.throws(() => {
      emitter.fire(7);
    }, /mine/);
    assert.deepEqual(seen, [7]);
  });

  it('counts a listener that subscribed twice as two', () => {
    const emitter = new Emitter<number>();
    let calls = 0;
    const listener = () => calls++;
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    assert.equal(calls, 3);
  });
});

describe('Ring', () => {
  it('keeps the last values and counts the others', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { maxLength: 50 }),
        fc.integer({ min: 1, max: 10 }),
        (values, capacity) => {
          const ring = new Ring<number>(capacity);
          for (const value of values) ring.push(value);
          assert.deepEqual([...ring], values.slice(-capacity));
          assert.equal(ring.dropped, Math.max(0, values.length - capacity));
          assert.equal(ring.last(), values.at(-1));
        },
      ),
    );
  });

  it('refuses a capacity that holds nothing', () => {
    assert.throws(() => new Ring(0), RangeError);
  });
});

describe('Coalescer', () => {
  it('tells marks together after its interval, and is silent without any', () => {
    const clock = new FakeClock();
    const told: string[][] = [];
    const coalescer = new Coalescer<string>(clock, 250, (keys) => told.push([...keys]));
    clock.advance(1000);
    coalescer.mark('a');
    clock.advance(100);
    coalescer.mark('b');
    coalescer.mark('a');
    assert.deepEqual(told, []);
    clock.advance(150);
    assert.deepEqual(told, [['a', 'b']]);
    clock.advance(1000);
    assert.equal(told.length, 1);
  });

  it('tells nothing after its end', () => {
    const clock = new FakeClock();
    let told = 0;
    const coalescer = new Coalescer<string>(clock, 250, () => told++);
    coalescer.mark('a');
    coalescer.dispose();
    clock.advance(1000);
    assert.equal(told, 0);
  });
});

describe('messages', () => {
  const messages = catalog('disk', { full: '{path} is full: {free} bytes are left.', gone: 'It is gone.' });

  it('carry code, template and arguments', () => {
    const message = messages.full({ path: '/tmp', free: 0 });
    assert.equal(message.code, 'disk.full');
    assert.equal(format(message), '/tmp is full: 0 bytes are left.');
    assert.equal(format(messages.gone()), 'It is gone.');
  });

  it('are found in what was thrown', () => {
    assert.deepEqual(messageOf(new Failure(messages.gone())), messages.gone());
    assert.equal(format(messageOf(new Error('E{x}'))), 'E{x}');
    assert.equal(format(messageOf('text')), 'text');
  });
});
