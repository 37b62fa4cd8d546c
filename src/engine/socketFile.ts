import { lstat, stat, unlink } from 'node:fs/promises';
import * as net from 'node:net';
import { dirname } from 'node:path';
import { Failure } from '../core/util/message';
import { listenMessages } from './listenFailure';

/** Bytes of `sun_path` without its NUL: 108 on Linux, 104 on macOS and the BSDs (sys/un.h). */
const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/**
 * Sees to it that a UNIX socket can be bound at `path`: removes the file of a socket whose owner is gone.
 * @throws Failure when something else is there, the folder is missing, or the path is too long
 */
export async function prepareSocketFile(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const length = Buffer.byteLength(path);
  if (length > MAX_PATH_BYTES)
    throw new Failure(listenMessages.pathTooLong({ path, length, max: MAX_PATH_BYTES }));
  await requireFolder(dirname(path), path);
  const found = await lstat(path).catch(() => undefined);
  if (!found) return;
  if (!found.isSocket()) throw new Failure(listenMessages.notASocket({ path }));
  if (!(await answers(path))) await unlink(path).catch(() => undefined);
}

async function requireFolder(folder: string, path: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Failure(listenMessages.noFolder({ path, folder }));
}

/** Only a refused connection proves that nobody listens. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ path });
    const settle = (live: boolean) => {
      socket.destroy();
      resolve(live);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settle(error.code !== 'ECONNREFUSED');
    });
  });
}
