import { execFile } from 'node:child_process';
import { skip } from './skip';

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Runs a program to its end. @param input its standard input; not ended when `open` */
export function run(program: string, args: readonly string[], input = '', open = false): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { timeout: 30_000 }, (error, out, err) => {
      if (error && typeof error.code !== 'number')
        reject(new Error(`${program} did not run`, { cause: error }));
      else resolve({ out, err, code: error?.code === undefined ? 0 : Number(error.code) });
    });
    // It may end without having read everything, or anything.
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(input);
    if (!open) child.stdin?.end();
  });
}

/** Skips the test or suite where the program is not installed. */
export async function need(context: Mocha.Context, program: string, version = '--version'): Promise<void> {
  await run(program, [version]).catch(() => {
    skip(context, `${program} is not installed`);
  });
}
