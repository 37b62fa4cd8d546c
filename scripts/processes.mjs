// Programs that end together with us: each is the head of its own process group, so that ending it also ends what
// it started itself (VS Code's extension hosts). Node's own modules only: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const windows = process.platform === 'win32';

/** @type {Set<import('node:child_process').ChildProcess>} */
const groups = new Set();
let watching = false;

/** Starts a program in a process group of its own, which ends when this process does.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options] */
export function startGroup(command, args, options = {}) {
  watchOwnEnd();
  const child = spawn(command, args, { ...options, detached: !windows });
  groups.add(child);
  child.once('error', () => groups.delete(child));
  return child;
}

/** Ends a group: asks, waits up to `graceMs`, then kills what is left of it.
 * @param {import('node:child_process').ChildProcess} child */
export async function endGroup(child, graceMs = 5000) {
  if (isRunning(child)) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
  }
  signalGroup(child, 'SIGKILL');
  groups.delete(child);
}

/** Ends every group that is still there. */
export function endAllGroups() {
  return Promise.all([...groups].map((child) => endGroup(child)));
}

/** Runs a program to its end and returns its exit code; its output is ours unless `options.stdio` says otherwise.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {number} [deadlineMs] when it is ended at the latest; default never
 * @returns {Promise<number>} */
export function run(command, args, options = {}, deadlineMs) {
  return new Promise((resolve, reject) => {
    const child = startGroup(command, args, { stdio: 'inherit', ...options });
    const deadline = deadlineMs && setTimeout(() => void endLate(child, command, deadlineMs), deadlineMs);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(deadline || undefined);
      signalGroup(child, 'SIGKILL');
      groups.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child
 * @param {string} command
 * @param {number} deadlineMs */
function endLate(child, command, deadlineMs) {
  console.error(
    `${path.basename(command)} did not come to its end within ${deadlineMs / 1000} s and is ended.`,
  );
  return endGroup(child);
}

/** Runs npm quietly in `cwd`; throws with what it printed when it fails.
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>} */
export function npm(args, options) {
  return new Promise((resolve, reject) => {
    const child = startGroup('npm', args, { ...options, shell: windows, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (data) => (output += String(data)));
    child.stderr?.on('data', (data) => (output += String(data)));
    child.once('error', reject);
    child.once('close', (code) => {
      groups.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`npm ${args.join(' ')} failed with exit code ${code}:\n${output.trim()}`));
    });
  });
}

/** Whether a process with this id exists.
 * @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The full path of a program on PATH, or undefined.
 * @param {string} name */
export function which(name) {
  const suffixes = windows ? ['.exe', '.cmd', '.bat'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders
    .flatMap((folder) => suffixes.map((suffix) => path.join(folder, name + suffix)))
    .find(isProgram);
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function isRunning(child) {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  if (windows) {
    if (isRunning(child)) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

function watchOwnEnd() {
  if (watching) return;
  watching = true;
  for (const [signal, number] of /** @type {const} */ ([
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ])) {
    process.once(signal, () => void endAllGroups().finally(() => process.exit(128 + number)));
  }
  process.once('exit', () => {
    for (const child of groups) signalGroup(child, 'SIGKILL');
  });
}
