import * as path from 'node:path';
import type { ExtensionContext } from 'vscode';
import type { Engine } from '../core/api/engine';
import { WorkerEngine } from '../engine/worker/workerEngine';
import { settings } from './ui/settings';

export { systemClock } from '../engine/systemClock';

/** The one place here that knows which engine it is: ours, in a worker thread of this process. */
export function createEngine(context: ExtensionContext): Promise<Engine> {
  const storage = context.storageUri ?? context.globalStorageUri;
  return WorkerEngine.start({
    script: path.join(context.extensionPath, 'dist', 'worker.js'),
    transcripts: {
      directory: path.join(storage.fsPath, 'transcripts'),
      budget: settings.transcriptMemory(),
    },
  });
}
