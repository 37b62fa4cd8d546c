// A real VS Code in the browser, from the npm registry alone: the web build that the package code-server carries, and
// the Node it wants. Kept in .vscode-test/web/, used by `npm start`, by the tests and by the screenshots.
// Node's own modules only: this runs before anything is installed.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endGroup, run, startGroup } from './processes.mjs';
import { fetchInto, nodeIn } from './vscodeFetch.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Where everything that can be made again is kept. */
export const cache = path.join(root, '.vscode-test');

/** The oldest VS Code that the extension supports (engines.vscode) and the newest it is tried on. */
export const oldest = '1.106';
export const newest = '1.139';

/** @type {Record<string, { codeServer: string, node: string }>} */
const releases = {
  [oldest]: { codeServer: '4.106.3', node: '22' },
  [newest]: { codeServer: '4.139.1', node: '24' },
};

/** A VS Code that is ready to be started.
 * @typedef {{ version: string, node: string, main: string }} Vscode */

/** A running server; `url` is its address without a folder.
 * @typedef {{ port: number, stop: () => Promise<void>, ended: Promise<number> }} Server */

/** Fetches a web build (some 100 MB, once) unless it is there.
 * @param {string} version one of `oldest`, `newest`
 * @param {(line: string) => void} [say] receives progress lines
 * @returns {Promise<Vscode>} */
export async function ensureVscode(version = newest, say = console.log) {
  const release = releases[version];
  if (!release)
    throw new Error(`No web build of VS Code ${version} is known, only ${Object.keys(releases).join(', ')}.`);
  const home = path.join(cache, 'web', version);
  if (!existsSync(home)) await fetchInto(home, release, (line) => say(`VS Code ${version}: ${line}`));
  return {
    version,
    node: nodeIn(home, release.node),
    main: path.join(home, 'vscode', 'out', 'server-main.js'),
  };
}

/** What the workbench should not distract with. */
const calm = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
};

/**
 * Starts the server of a web build on loopback.
 * @param {Vscode} vscode
 * @param {object} options
 * @param {string} options.dataDir its settings, extensions and logs
 * @param {number} [options.port] 0, the default, takes a free one
 * @param {boolean} [options.trust] whether workspace trust is on, as it is for users; default true
 * @param {string} [options.extension] absolute path of an extension to have installed from its sources
 * @param {boolean} [options.testDriver] whether a page may run extension tests; it then shows no notifications
 * @param {number} [options.graceSeconds] how long it waits for a page that is gone without a word; default 20
 * @param {Record<string, unknown>} [options.settings] of a new `dataDir`, on top of a calm default
 * @param {NodeJS.ProcessEnv} [options.env] for the extension hosts, on top of ours
 * @returns {Promise<Server>} once it listens
 */
export async function startServer(vscode, options) {
  // This build keeps the user's data with the server.
  await writeSettings(path.join(options.dataDir, 'data'), options.settings);
  if (options.extension) await installSources(options.dataDir, options.extension);
  const child = startGroup(vscode.node, [vscode.main, ...serverArguments(options)], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await listening(child);
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  return { port, ended, stop: () => endGroup(child) };
}

/** Enters a folder into the list of installed extensions. An extension development window would not do: a built VS Code
 * opens one only with the test driver, and then without notifications.
 * @param {string} dataDir
 * @param {string} extension */
async function installSources(dataDir, extension) {
  const { publisher, name, version } = JSON.parse(
    await readFile(path.join(extension, 'package.json'), 'utf8'),
  );
  const location = { $mid: 1, scheme: 'file', path: urlPath(extension) };
  const installed = [{ identifier: { id: `${publisher}.${name}` }, version, location }];
  // What VS Code remembers of the extensions would hide a change of package.json.
  await rm(path.join(dataDir, 'data', 'CachedProfilesData'), { recursive: true, force: true });
  await mkdir(path.join(dataDir, 'extensions'), { recursive: true });
  await writeFile(path.join(dataDir, 'extensions', 'extensions.json'), JSON.stringify(installed));
}

/** Installs a packaged extension where a server with this `dataDir` finds it.
 * @param {Vscode} vscode
 * @param {string} dataDir
 * @param {string} vsix */
export async function installExtension(vscode, dataDir, vsix) {
  const args = [
    vscode.main,
    '--install-extension',
    vsix,
    '--accept-server-license-terms',
    '--server-data-dir',
    dataDir,
  ];
  const code = await run(vscode.node, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (code !== 0) throw new Error(`VS Code ${vscode.version} could not install ${vsix} (exit code ${code}).`);
}

/**
 * The address that opens a folder in a running server.
 * @param {number} port
 * @param {object} options
 * @param {string} options.folder absolute path
 * @param {string} [options.extension] absolute path of the extension under development (for tests)
 * @param {string} [options.tests] absolute path of the module whose `run()` the extension host calls
 * @param {string} [options.file] absolute path of a file to open
 */
export function address(port, { folder, extension, tests, file }) {
  const remote = (/** @type {string} */ target) => `vscode-remote://127.0.0.1:${port}${urlPath(target)}`;
  const payload = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  if (file) payload.push(['openFile', remote(file)]);
  const query = new URLSearchParams({ folder: urlPath(folder), payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

/** @param {string} target */
function urlPath(target) {
  const slashes = target.replaceAll('\\', '/');
  return slashes.startsWith('/') ? slashes : `/${slashes}`;
}

/** Writes the user settings of a new data folder; what a person has changed in an old one stays.
 * @param {string} userDataDir
 * @param {Record<string, unknown>} [settings] on top of a calm default */
export async function writeSettings(userDataDir, settings) {
  const file = path.join(userDataDir, 'User', 'settings.json');
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...calm, ...settings }, null, 2));
}

/** @param {{ dataDir: string, port?: number, trust?: boolean, testDriver?: boolean, graceSeconds?: number }} options */
function serverArguments({ dataDir, port = 0, trust = true, testDriver = false, graceSeconds = 20 }) {
  const args = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  args.push('--accept-server-license-terms', '--disable-telemetry', '--server-data-dir', dataDir);
  // A page that crashed would otherwise keep its extension host, and all its ports, for three hours.
  args.push('--reconnection-grace-time', String(graceSeconds));
  if (testDriver) args.push('--enable-smoke-test-driver');
  if (!trust) args.push('--disable-workspace-trust');
  return args;
}

/** @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} */
function listening(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (/** @type {unknown} */ data) => {
      output += String(data);
      const port = /agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`VS Code ended before it listened (exit code ${code}):\n${output}`)),
    );
  });
}
