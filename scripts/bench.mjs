// `npm run bench`: the relay of the packaged build, in its worker with counters and checks on, beside HAProxy (one
// thread) and a plain two-way pipe, interleaved in one run; medians. Needs Linux, haproxy, nginx and wrk.
// Options: --rounds N (default 5), --seconds N (default 5) of each measurement, --only small,connect,bulk
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loads, measure, median } from './bench/load.mjs';
import { cleanHome, startHaproxy, startPipe, startServers, startWirebench } from './bench/proxies.mjs';
import { build } from './build.mjs';
import { which } from './processes.mjs';
import { cache, ensureVscode, newest, root } from './vscode.mjs';

/** @typedef {import('./bench/load.mjs').Sample} Sample */

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const missing = ['haproxy', 'nginx', 'wrk'].filter((program) => !which(program));
if (missing.length > 0) {
  console.error(`The benchmark compares real programs; install ${missing.join(', ')} first.`);
  process.exit(2);
}

const home = path.join(cache, 'bench');
await cleanHome(home);
// The worker exactly as the VSIX carries it: the same minified build.
await build();
const { node } = await ensureVscode(newest);
const servers = await startServers(home);
const setting = { home, node, servers: servers.ports, worker: path.join(root, 'dist', 'worker.js') };
const wanted = loads.filter(({ id }) => !options.only || options.only.split(',').includes(id));

/** @type {Map<string, Sample[]>} by load and proxy */
const samples = new Map();
for (const load of wanted) {
  for (let round = 0; round <= Number(options.rounds); round++) await playRound(load, round);
}
await servers.stop();
const report = table();
console.log(`\n${report}`);
await writeFile(path.join(home, 'report.md'), report);

/** All proxies one after the other; the first round only warms up, and is not counted.
 * @param {import('./bench/load.mjs').Load} load
 * @param {number} round */
async function playRound(load, round) {
  for (const startProxy of [startHaproxy, startPipe, startWirebench]) {
    const proxy = await startProxy(setting);
    try {
      await measure(load, proxy, 1);
      if (round === 0) continue;
      const sample = await measure(load, proxy, Number(options.seconds));
      samples.set(key(load.id, proxy.name), [...(samples.get(key(load.id, proxy.name)) ?? []), sample]);
      console.log(`${load.title}, round ${round}: ${proxy.name} ${sample.rate.toFixed(0)} requests/s`);
    } finally {
      await proxy.stop();
    }
  }
}

/** @param {string} load
 * @param {string} proxy */
function key(load, proxy) {
  return `${load} ${proxy}`;
}

function table() {
  const rows = wanted.flatMap((load) =>
    ['HAProxy', 'plain pipe', 'Wirebench'].map((proxy) => {
      const own = samples.get(key(load.id, proxy)) ?? [];
      /** @param {string} other */
      const ratio = (other) =>
        median(own.map(({ rate }, i) => rate / Number(samples.get(key(load.id, other))?.[i]?.rate))).toFixed(
          2,
        );
      const cells = [
        load.title,
        proxy,
        median(own.map(({ rate }) => rate)).toFixed(0),
        ratio('HAProxy'),
        ratio('plain pipe'),
        `${median(own.map(({ cpuPerRequest }) => cpuPerRequest)).toFixed(0)} µs`,
        `${median(own.map(({ p99 }) => p99)).toFixed(1)} ms`,
        `${(median(own.map(({ rss }) => rss)) / 2 ** 20).toFixed(0)} MiB`,
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  );
  return [
    `Medians of ${options.rounds} rounds of ${options.seconds} s on VS Code ${newest}’s Node; load generator,\nthree nginx servers and relay on one machine.`,
    '',
    '| load | relay | requests/s | to HAProxy | to plain pipe | CPU per request | p99 | memory |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
