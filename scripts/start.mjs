// `npm start`: installs, builds and opens the demo workspace in a real VS Code. Node's own modules only.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import util from 'node:util';
import { checkNode, ensureDependencies } from './install.mjs';
import { isAlive, run, startGroup, which } from './processes.mjs';
import { address, cache, ensureVscode, newest, root, startServer, writeSettings } from './vscode.mjs';

const usualPort = 7320;

const help = `npm start -- [options]

Opens the demo workspace with Wirebench: in the desktop VS Code when \`code\` is on PATH, otherwise in the browser.

  --browser    in the browser, even where there is a desktop VS Code
  --port N     in the browser, on port N of 127.0.0.1 (default: ${usualPort}, or a free one when that is taken)
  --no-open    in the browser, but only print the address
  --help       this text`;

/** The guide is there to be read, not edited. Workspace trust is left on, so that people meet Wirebench as it is
 * everywhere else: VS Code asks about the demo folder once, instead of opening it restricted without a word. */
const settings = {
  'security.workspace.trust.startupPrompt': 'once',
  'workbench.editorAssociations': { 'README.md': 'vscode.markdown.preview.editor' },
};

const folder = path.join(root, 'demo');
const guide = path.join(folder, 'README.md');

async function main() {
  await checkNode();
  const options = readOptions();
  if (options.help) return console.log(help);
  if (options.port && !(await isFree(options.port))) {
    throw new Error(`Port ${options.port} of 127.0.0.1 is in use. Choose another one, or leave --port out.`);
  }
  await ensureDependencies();
  if ((await run(process.execPath, ['scripts/build.mjs'], { cwd: root })) !== 0)
    throw new Error('The build failed.');
  const code = options.browser ? undefined : desktop();
  await (code ? openDesktop(code) : openInBrowser(options));
}

function readOptions() {
  const { values } = util.parseArgs({
    options: {
      browser: { type: 'boolean' },
      port: { type: 'string' },
      'no-open': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Error(`--port ${values.port}: a port is a whole number from 1 to 65535.`);
  }
  const open = !values['no-open'];
  return { help: values.help, browser: values.browser || port !== undefined || !open, port, open };
}

/** The desktop VS Code's command, where it can show a window. Inside a remote window of VS Code, `code` is another
 * program, which cannot load an extension from its sources. */
function desktop() {
  return hasDisplay() && !process.env.VSCODE_IPC_HOOK_CLI ? which('code') : undefined;
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @param {string} code */
async function openDesktop(code) {
  const home = path.join(cache, 'start', 'desktop');
  await writeSettings(home, settings);
  const before = windowIn(home);
  process.once('exit', () => endWindow(home, before));
  console.log('Opening VS Code. Closing its window, or Ctrl+C here, ends it.');
  const args = [
    '--wait',
    '--new-window',
    '--user-data-dir',
    home,
    '--extensions-dir',
    path.join(home, 'extensions'),
  ];
  args.push(`--extensionDevelopmentPath=${root}`, folder, guide);
  process.exitCode = await run(code, args, { shell: process.platform === 'win32' });
}

/** The process of the window that uses this data folder. VS Code's command leaves it in a process group of its own.
 * @param {string} home */
function windowIn(home) {
  const lock = path.join(home, 'code.lock');
  return existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
}

/** Ends our window, but not one that was there before us, nor a stranger that has its number today.
 * @param {string} home
 * @param {number} before */
function endWindow(home, before) {
  const pid = windowIn(home);
  if (pid !== before && pid > 0 && isAlive(pid)) process.kill(pid);
}

/** @param {{ port: number | undefined, open: boolean }} options */
async function openInBrowser({ port, open }) {
  const vscode = await ensureVscode(newest);
  const dataDir = path.join(cache, 'start', vscode.version);
  // Browsers keep what they were told (trust, layout) by address, so the usual port is taken whenever it is free.
  const chosen = port ?? ((await isFree(usualPort)) ? usualPort : 0);
  const server = await startServer(vscode, {
    dataDir,
    settings,
    extension: root,
    port: chosen,
    graceSeconds: 3600,
  });
  const url = address(server.port, { folder, file: guide });
  console.log(`\nWirebench is ready:\n\n  ${url}\n\nCtrl+C ends it.`);
  if (open && hasDisplay()) openPage(url);
  process.exitCode = await server.ended;
}

/** @param {number} port
 * @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** @type {Partial<Record<NodeJS.Platform, [string, ...string[]]>>} */
const openers = { darwin: ['open'], win32: ['rundll32', 'url.dll,FileProtocolHandler'] };

/** @param {string} url */
function openPage(url) {
  const [opener, ...args] = openers[process.platform] ?? ['xdg-open'];
  if (which(opener)) startGroup(opener, [...args, url], { stdio: 'ignore' });
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
