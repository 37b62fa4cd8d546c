import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { disposable, type Disposable } from '../core/util/disposable';

const LOOK_MS = 250;

/** Told at each look whether there is no file descriptor left. */
export type DescriptorWatcher = (exhausted: boolean) => void;

const watchers = new Set<DescriptorWatcher>();
let timer: NodeJS.Timeout | undefined;

/**
 * Looks a few times a second whether this process has file descriptors left. What listens needs to know: a connection
 * that finds none is accepted and closed at once by the event loop, which keeps a descriptor in reserve for that
 * (libuv, `uv__emfile_trick`) and tells nobody.
 */
export function watchDescriptors(watcher: DescriptorWatcher): Disposable {
  watchers.add(watcher);
  timer ??= setInterval(look, LOOK_MS).unref();
  return disposable(() => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
}

function look(): void {
  const exhausted = isExhausted();
  for (const watcher of watchers) watcher(exhausted);
}

function isExhausted(): boolean {
  try {
    closeSync(openSync(devNull, 'r'));
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EMFILE' || code === 'ENFILE';
  }
}
