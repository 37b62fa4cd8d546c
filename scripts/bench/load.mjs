// One measurement: wrk against a proxy, and what the proxy's process used for it.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Linux counts processor time in these. */
const TICKS_PER_SECOND = 100;

/** What is done to a proxy: 64 clients with small keep-alive requests, a new connection for every request, and replies
 * of 16 MiB.
 * @typedef {{ id: 'small' | 'connect' | 'bulk', title: string, path: string, connections: number, headers: string[] }} Load */

/** @type {Load[]} */
export const loads = [
  { id: 'small', title: 'small keep-alive', path: '/small', connections: 64, headers: [] },
  {
    id: 'connect',
    title: 'new connection each',
    path: '/small',
    connections: 64,
    headers: ['Connection: close'],
  },
  { id: 'bulk', title: '16 MiB replies', path: '/bulk', connections: 4, headers: [] },
];

/** @typedef {{ rate: number, cpuPerRequest: number, p99: number, rss: number }} Sample
 * requests per second · microseconds of processor time per request · milliseconds · bytes */

/** @param {Load} load
 * @param {{ port: number, pid: number }} proxy
 * @param {number} seconds
 * @returns {Promise<Sample>} */
export async function measure(load, proxy, seconds) {
  const before = await processorTime(proxy.pid);
  const { stdout } = await exec('wrk', [
    ...['-t1', `-c${load.connections}`, `-d${seconds}s`, '--latency', '--timeout', '10s'],
    ...load.headers.flatMap((header) => ['-H', header]),
    `http://127.0.0.1:${proxy.port}${load.path}`,
  ]);
  const used = (await processorTime(proxy.pid)) - before;
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0);
  if (requests === 0) throw new Error(`no request came through:\n${stdout}`);
  const errors = /Socket errors: (.*)|Non-2xx.*/.exec(stdout)?.[0];
  if (errors) throw new Error(`${load.title}: ${errors}`);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    cpuPerRequest: (used / requests) * 1e6,
    p99: milliseconds(/99%\s+([\d.]+\w+)/.exec(stdout)?.[1] ?? ''),
    rss: await residentMemory(proxy.pid),
  };
}

/** Seconds of processor time that a process used so far, user and system.
 * @param {number} pid */
async function processorTime(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** @param {number} pid */
async function residentMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

/** wrk's `1.23ms`, `450.00us`, `1.02s`.
 * @param {string} text */
function milliseconds(text) {
  const value = Number.parseFloat(text);
  if (text.endsWith('us')) return value / 1000;
  return text.endsWith('ms') ? value : value * 1000;
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
