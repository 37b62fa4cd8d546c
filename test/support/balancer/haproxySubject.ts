import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServerAction } from '../../../src/core/api/balancer';
import { until } from '../until';
import type { StartSubject, Subject } from './subject';

/** The real HAProxy, one process with one thread, driven through its stats socket. */
export const startHaproxy: StartSubject = async (config) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-haproxy-'));
  const file = path.join(folder, 'haproxy.cfg');
  const socket = path.join(folder, 'stats.sock');
  await writeFile(file, `global\n  nbthread 1\n  stats socket ${socket} level admin\n${config}`);
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const stderr: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
  await until(`HAProxy runs: ${stderr.join('')}`, () => {
    if (child.exitCode !== null) throw new Error(`HAProxy ended with ${child.exitCode}:\n${stderr.join('')}`);
    return command(socket, 'show info').then(Boolean, () => false);
  });
  return new HaproxySubject(child, socket, folder);
};

class HaproxySubject implements Subject {
  constructor(
    private readonly child: ChildProcess,
    private readonly socket: string,
    private readonly folder: string,
  ) {}

  async stat(backend: string, server: string) {
    const [head, ...lines] = (await command(this.socket, 'show stat')).trim().split('\n');
    const names = head!.replace('# ', '').split(',');
    const rows = lines.map((line) => new Map(line.split(',').map((value, i) => [names[i]!, value])));
    const row = rows.find((each) => each.get('pxname') === backend && each.get('svname') === server)!;
    const number = (name: string) => Number(row.get(name));
    return {
      status: row.get('status')!,
      weight: number('weight'),
      current: number('scur'),
      queued: number('qcur'),
      bytesIn: number('bin'),
      bytesOut: number('bout'),
      connectErrors: number('econ'),
      retries: number('wretr'),
      redispatches: number('wredis'),
      lastCheck: row.get('check_status')!.replace('* ', ''),
    };
  }

  async act(backend: string, server: string, action: ServerAction): Promise<void> {
    const answer = await command(this.socket, inWords(`${backend}/${server}`, action));
    if (answer.trim() !== '') throw new Error(answer);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
    await rm(this.folder, { recursive: true });
  }
}

function inWords(server: string, action: ServerAction): string {
  switch (action.kind) {
    case 'weight':
      return `set server ${server} weight ${action.weight}`;
    case 'killSessions':
      return `shutdown sessions server ${server}`;
    default:
      return `set server ${server} state ${action.kind}`;
  }
}

/** One command of the Runtime API, and its answer. */
async function command(path: string, text: string): Promise<string> {
  const socket = net.connect({ path });
  await once(socket, 'connect');
  socket.write(`${text}\n`);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  await once(socket, 'end');
  return answer;
}
