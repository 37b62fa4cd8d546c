import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './deadAddresses';
import { run, type Outcome } from './program';
import { until } from './until';

/** What the server answers, and what the client asks and prints. */
export const seedTexts = {
  answer: '서버에서 보낸 메시지',
  question: '클라이언트에서 보낸 메시지',
  printed: (data: string) => `수신한 데이터: ${data}`,
};

/** Lines are printed at once, in UTF-8 whatever the machine's language is. */
const options = ['-u', '-X', 'utf8'];

/** demo/python's server and client, as they are but for their address. */
export class SeedPrograms {
  private readonly servers: SeedServer[] = [];

  private constructor(readonly folder: string) {}

  static async prepare(): Promise<SeedPrograms> {
    return new SeedPrograms(await mkdtemp(path.join(os.tmpdir(), 'wirebench-seed-')));
  }

  /** Starts a server on a port of 127.0.0.1 that is free. */
  async serve(): Promise<SeedServer> {
    const port = await freePort();
    const file = await this.rewritten('server', port);
    const server = new SeedServer(port, spawn('python3', [...options, file]));
    this.servers.push(server);
    await until('it waits', () => server.lines.length > 0 || server.trouble);
    assert.equal(server.trouble, '');
    return server;
  }

  /** Runs the client to its end. */
  async ask(port: number): Promise<Outcome> {
    return run('python3', [...options, await this.rewritten('client', port)]);
  }

  async remove(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
    await rm(this.folder, { recursive: true });
  }

  private async rewritten(name: 'server' | 'client', port: number): Promise<string> {
    const program = await readFile(path.join('demo', 'python', `${name}.py`), 'utf8');
    const ours = program.replace("('localhost', 5000)", `('127.0.0.1', ${port})`);
    assert.notEqual(ours, program);
    const file = path.join(this.folder, `${name}${port}.py`);
    await writeFile(file, ours);
    return file;
  }
}

/** A running server of the seed. It talks to one client at a time, and reads each once. */
export class SeedServer {
  private printed = '';
  private complaints = '';

  constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.complaints += text));
  }

  get lines(): readonly string[] {
    return this.printed.split('\n').slice(0, -1);
  }

  /** How often a client sent this. A health check sends nothing. */
  heard(data: string): number {
    return this.lines.filter((line) => line === seedTexts.printed(data)).length;
  }

  /** Its traceback, or that it ended; nothing while all is well. */
  get trouble(): string {
    return this.complaints || (this.child.exitCode === null ? '' : 'it ended');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill();
    await once(this.child, 'exit');
  }
}
