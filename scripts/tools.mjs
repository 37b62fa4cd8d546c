// The programs that the tests use beside Node, installed by the system's package manager where it may.
import { findChromium } from './chromium.mjs';
import { run, which } from './processes.mjs';

const tools = [
  { name: 'Chromium', find: findChromium, packages: ['chromium', 'fonts-noto-cjk'] },
  { name: 'HAProxy', find: () => which('haproxy'), packages: ['haproxy'] },
  { name: 'tshark', find: () => which('tshark'), packages: ['tshark'] },
  { name: 'Python 3', find: () => which('python3') ?? which('python'), packages: ['python3'] },
];

/** Installs what is missing with apt-get, as root or where sudo asks for no password; otherwise says what is missing:
 * the tests that need it are skipped. */
export async function ensureTools() {
  const missing = tools.filter((tool) => !tool.find());
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  const root = await asRoot();
  if (!root || !which('apt-get')) return console.log(`Missing, and not mine to install: ${names}.`);
  console.log(`Installing ${names} (apt-get)…`);
  const [command = '', ...prefix] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', '-q'];
  await run(command, [...prefix, 'update']);
  const packages = missing.flatMap((tool) => tool.packages);
  const code = await run(command, [...prefix, 'install', '--no-install-recommends', ...packages]);
  if (code !== 0) console.log(`apt-get could not install ${names} (exit code ${code}).`);
}

/** What to put before a command that only root may run, or undefined.
 * @returns {Promise<string[] | undefined>} */
async function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = which('sudo');
  return sudo && (await run(sudo, ['-n', 'true'], { stdio: 'ignore' })) === 0 ? [sudo, '-n'] : undefined;
}
