import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Resident memory of this process, in bytes, after everything that is garbage has been collected. */
export async function residentMemory(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    // Sockets' native parts are freed on the turns of the loop after their wrappers were collected.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage.rss();
}
