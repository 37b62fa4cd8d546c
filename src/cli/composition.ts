import { readFile } from 'node:fs/promises';
import type { Engine } from '../core/api/engine';
import { Failure, catalog, messageOf } from '../core/util/message';
import { EmbeddedEngine } from '../engine/embeddedEngine';

export const cliMessages = catalog('cli', {
  unreadable: '{path} cannot be read: {reason}. Check the path and its permissions.',
});

/** The one place here that knows which engine it is: ours, in this process, keeping nothing on disk. */
export function openEngine(): Engine {
  return new EmbeddedEngine();
}

/** @throws Failure when it cannot be read */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reason = String(messageOf(cause).args.text).replace(/^[A-Z]+: |, \w+( '.*')?$/g, '');
    throw new Failure(cliMessages.unreadable({ path, reason }), { cause });
  }
}

export async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}
