// Dependencies when they are missing or no longer those of the lock file. Node's own modules only.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './processes.mjs';
import { root } from './vscode.mjs';

/** Throws when this Node is older than package.json's `engines.node`. */
export async function checkNode() {
  const { engines } = await json('package.json');
  const wanted = engines.node.replace('>=', '');
  if (compare(process.versions.node, wanted) >= 0) return;
  throw new Error(
    `Wirebench needs Node ${wanted} or newer, and this is ${process.versions.node}. See https://nodejs.org.`,
  );
}

/** Runs `npm ci`, with its output, unless node_modules holds exactly what the lock file says. */
export async function ensureDependencies() {
  if (await isInstalled()) return;
  console.log('Installing dependencies (npm ci)…');
  const code = await run('npm', ['ci'], { cwd: root, shell: process.platform === 'win32' });
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}; its output above says why.`);
}

/** npm keeps, inside node_modules, a lock file of what it put there; packages of other platforms are left out of it. */
async function isInstalled() {
  const wanted = await json('package-lock.json');
  const there = await json('node_modules/.package-lock.json').catch(() => undefined);
  return Object.entries(wanted.packages).every(([name, { version, optional }]) => {
    const installed = there?.packages[name];
    return name === '' || (installed ? installed.version === version : optional === true);
  });
}

/** What is read here of package.json and of the lock files.
 * @typedef {{ version?: string, optional?: boolean }} Package
 * @typedef {{ engines: { node: string }, packages: Record<string, Package> }} Manifest */

/** @param {string} file
 * @returns {Promise<Manifest>} */
async function json(file) {
  return JSON.parse(await readFile(path.join(root, file), 'utf8'));
}

/** @param {string} a
 * @param {string} b */
function compare(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}
