import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { build } from 'esbuild';
import { until } from './until';

export interface Finished {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

/** The command line, built once for a suite and run as the program that it is. */
export class BuiltCli {
  private readonly running = new Set<ChildProcess>();

  private constructor(private readonly folder: string) {}

  static async build(): Promise<BuiltCli> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-cli-'));
    const outfile = path.join(folder, 'cli.js');
    await build({
      entryPoints: ['src/cli/main.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
    });
    return new BuiltCli(folder);
  }

  /** Runs it to its end. */
  async run(args: readonly string[], input?: Uint8Array): Promise<Finished> {
    const child = this.spawn(args);
    child.stdin?.end(input);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err] = await Promise.all([buffer(child.stdout!), buffer(child.stderr!)]);
    return { code: await ended, out, err: err.toString() };
  }

  /**
   * Starts it and waits until it has printed what `ready` matches; returns the match and how to stop it.
   * @param openFiles how many files it may have open at once
   */
  async start(args: readonly string[], ready: RegExp, openFiles?: number) {
    const child = this.spawn(args, openFiles);
    let text = '';
    let err = '';
    child.stdout?.on('data', (data) => (text += String(data)));
    child.stderr?.on('data', (data) => (err += String(data)));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const match = await until(`${ready} in ${args.join(' ')}`, () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${text}${err}`);
      return ready.exec(text);
    });
    return {
      match,
      printed: () => text,
      warned: () => err,
      stop: async (signal: NodeJS.Signals = 'SIGINT') => {
        child.kill(signal);
        return ended;
      },
    };
  }

  async remove(): Promise<void> {
    for (const child of this.running) child.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  private spawn(args: readonly string[], openFiles?: number): ChildProcess {
    const command = [process.execPath, path.join(this.folder, 'cli.js'), ...args] as const;
    const limited = ['sh', '-c', `ulimit -n ${openFiles} && exec "$@"`, 'sh', ...command] as const;
    const [program, ...rest] = openFiles === undefined ? command : limited;
    const child = spawn(program, rest);
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    return child;
  }
}
