import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * The worker, built for tests into a folder of its own, with two additions that a posted text sets off: `hang` keeps
 * its thread busy for good, `hoard` fills its heap.
 */
export async function buildWorker(): Promise<{ script: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-worker-'));
  const script = path.join(folder, 'worker.js');
  await build({
    stdin: { contents: source, resolveDir: path.resolve('src/engine/worker'), loader: 'ts' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return { script, remove: () => rm(folder, { recursive: true, force: true }) };
}

const source = `
import './worker';
import { parentPort } from 'node:worker_threads';
parentPort.on('message', (message) => {
  if (message === 'hang') for (;;);
  const hoard = [];
  if (message === 'hoard') for (;;) hoard.push(new Array(5e6).fill(0.5));
  if (message === 'throw') throw new Error('a fault of the test');
});
`;
