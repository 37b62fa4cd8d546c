import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from './until';
import type { Workbench } from './workbench';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/**
 * Runs a statement in the thread of a workbench's engine, as a debugger could: what ends it or hangs it there is no
 * part of the product. Not on Windows, which has no signal that asks for a debugger.
 */
export async function runInEngine(workbench: Workbench, statement: string): Promise<void> {
  const host = await extensionHost(path.join(path.dirname(workbench.folder), 'data'));
  process.kill(host, 'SIGUSR1');
  // The runtime that the tests run on may have no WebSocket; a browser has.
  const page = await workbench.page.context().browser()!.newPage();
  try {
    await until('the debugger of the extension host', async () =>
      page.evaluate<boolean>(script(await debuggerUrl(), host, statement)).catch(() => false),
    );
  } finally {
    await page.close();
  }
}

/** The process of the extensions in the server that keeps its data there. */
async function extensionHost(dataDir: string): Promise<number> {
  const processes = await running();
  const isBelow = ({ parent }: Process): boolean => {
    const above = processes.find(({ pid }) => pid === parent);
    return above !== undefined && (above.command.includes(dataDir) || isBelow(above));
  };
  const host = processes.find((each) => each.command.includes('--type=extensionHost') && isBelow(each));
  if (!host) throw new Error(`no extension host below the server of ${dataDir}`);
  return host.pid;
}

async function running(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], {
    maxBuffer: 2 ** 24,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** Where Node's debuggers listen; for a while, that may be another program's. Empty when there is none. */
async function debuggerUrl(): Promise<string> {
  try {
    const response = await fetch('http://127.0.0.1:9229/json');
    const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
    return target?.webSocketDebuggerUrl ?? '';
  } catch {
    return '';
  }
}

/** Has the engine's thread of that process evaluate the statement; false when it is another process's debugger. */
function script(url: string, pid: number, statement: string): string {
  const evaluate = { id: 1, method: 'Runtime.evaluate', params: { expression: statement } };
  return `new Promise((resolve) => {
    const socket = new WebSocket(${JSON.stringify(url)});
    const send = (id, method, params) => socket.send(JSON.stringify({ id, method, params }));
    socket.onerror = () => resolve(false);
    socket.onopen = () => send(1, 'Runtime.evaluate', { expression: 'process.pid' });
    let told = false;
    socket.onmessage = ({ data }) => {
      const { id, method, params, result } = JSON.parse(data);
      if (id === 1 && result.result.value !== ${pid}) resolve(false);
      else if (id === 1) send(2, 'NodeWorker.enable', { waitForDebuggerOnStart: false });
      if (id === 3) resolve(true);
      // The engine that takes its place is left alone.
      if (told || method !== 'NodeWorker.attachedToWorker') return;
      told = true;
      const message = ${JSON.stringify(JSON.stringify(evaluate))};
      send(3, 'NodeWorker.sendMessageToWorker', { sessionId: params.sessionId, message });
    };
  })`;
}
