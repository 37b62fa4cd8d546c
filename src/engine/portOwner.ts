import { execFile } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Address, TcpAddress } from '../core/net/address';

/** A process that listens. */
export interface PortOwner {
  readonly pid: number;
  /** As the system lists it: `python3`. */
  readonly name: string;
}

/** Milliseconds that looking for an owner may take: an error message waits for it. */
const TIMEOUT_MS = 1500;

/** Who listens on `address`, when this account may know. Never fails. */
export async function findOwner(address: Address): Promise<PortOwner | undefined> {
  const search = ownerOf(address).catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, undefined);
  });
  const owner = await Promise.race([search, late]);
  clearTimeout(timer);
  return owner;
}

function ownerOf(address: Address): Promise<PortOwner | undefined> {
  if (process.platform === 'linux') return ownerOnLinux(address);
  if (process.platform === 'win32') return ownerOnWindows(address);
  return ownerByLsof(address);
}

/** Linux: the listening socket's inode from /proc/net, then the process that has it open (proc(5)). */
async function ownerOnLinux(address: Address): Promise<PortOwner | undefined> {
  const inodes = address.kind === 'unix' ? await unixInodes(address.path) : await tcpInodes(address);
  if (inodes.size === 0) return undefined;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || !(await hasOpen(pid, inodes))) continue;
    return { pid: Number(pid), name: await nameOf(pid) };
  }
  return undefined;
}

async function nameOf(pid: string): Promise<string> {
  const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
  // Node names its main thread since version 23, and with it the process.
  return name === 'MainThread' ? path.basename(await readlink(`/proc/${pid}/exe`)) : name;
}

async function tcpInodes({ host, port }: TcpAddress): Promise<Set<string>> {
  const LISTEN = '0A';
  const rows = [...(await procTable('/proc/net/tcp')), ...(await procTable('/proc/net/tcp6'))];
  const listening = rows.filter(([, local, , state]) => state === LISTEN && coversPort(local ?? '', port));
  const exact = listening.filter(([, local]) => coversHost(local ?? '', host));
  return new Set((exact.length > 0 ? exact : listening).map((columns) => `socket:[${columns[9] ?? ''}]`));
}

function coversPort(local: string, port: number): boolean {
  return parseInt(local.slice(local.indexOf(':') + 1), 16) === port;
}

/** `local` has an IPv4 address as one hexadecimal number in the machine's byte order: 127.0.0.1 is 0100007F. */
function coversHost(local: string, host: string): boolean {
  const reversed = host.split('.').reverse();
  const hex = reversed.map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  return local.toLowerCase().startsWith(`${hex}:`) || /^0+:/.test(local);
}

async function unixInodes(path: string): Promise<Set<string>> {
  const rows = await procTable('/proc/net/unix');
  const listening = rows.filter((columns) => columns.slice(7).join(' ') === path);
  return new Set(listening.map((columns) => `socket:[${columns[6] ?? ''}]`));
}

async function procTable(file: string): Promise<string[][]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim().split(/\s+/));
}

async function hasOpen(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  // Processes of other accounts cannot be looked into, and any may be gone by now.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    if (inodes.has(target)) return true;
  }
  return false;
}

/** macOS and the BSDs. */
async function ownerByLsof(address: Address): Promise<PortOwner | undefined> {
  const what = address.kind === 'unix' ? [address.path] : [`-iTCP:${address.port}`, '-sTCP:LISTEN'];
  const fields = await output('lsof', ['-nP', '-Fpc', ...what]);
  const pid = /^p(\d+)$/m.exec(fields)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), name: /^c(.+)$/m.exec(fields)?.[1] ?? '?' };
}

async function ownerOnWindows(address: Address): Promise<PortOwner | undefined> {
  if (address.kind === 'unix') return undefined;
  const table = await output('netstat', ['-ano', '-p', 'TCP']);
  // A listening row is the one whose remote port is 0; the state's word is translated.
  const row = new RegExp(`^\\s*TCP\\s+\\S+:${address.port}\\s+\\S+:0\\s+\\S+\\s+(\\d+)\\s*$`, 'm').exec(
    table,
  );
  if (row?.[1] === undefined) return undefined;
  const task = await output('tasklist', ['/FI', `PID eq ${row[1]}`, '/FO', 'CSV', '/NH']);
  return { pid: Number(row[1]), name: /^"([^"]+)"/m.exec(task)?.[1] ?? '?' };
}

async function output(command: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout: TIMEOUT_MS, windowsHide: true });
  return stdout;
}
