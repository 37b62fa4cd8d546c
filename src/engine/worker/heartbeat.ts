import type { Clock } from '../../core/util/clock';
import type { Disposable } from '../../core/util/disposable';

/** How often a living worker counts up, and how often it is looked at, in milliseconds. */
const BEAT_MS = 250;
const LOOK_MS = 500;

/** Memory that a worker counts its heartbeats in: seen even when neither side reads its messages. */
export function heartbeatMemory(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** Beats as long as the calling thread's event loop turns. */
export function beat(memory: Int32Array): void {
  setInterval(() => Atomics.add(memory, 0, 1), BEAT_MS).unref();
}

/**
 * Calls `onHang` once when no beat was seen for `limitMs`. It counts its own looks, not the time: a watcher that was
 * itself held up (a sleeping laptop, a breakpoint) does not blame the worker.
 */
export function watchHeartbeat(
  clock: Clock,
  memory: Int32Array,
  limitMs: number,
  onHang: () => void,
): Disposable {
  const limit = Math.ceil(limitMs / LOOK_MS);
  let seen = Atomics.load(memory, 0);
  let silent = 0;
  let timer = clock.after(LOOK_MS, look);
  function look() {
    const now = Atomics.load(memory, 0);
    silent = now === seen ? silent + 1 : 0;
    seen = now;
    if (silent >= limit) onHang();
    else timer = clock.after(LOOK_MS, look);
  }
  return {
    dispose() {
      timer.dispose();
    },
  };
}
