// Builds everything into dist/: `node scripts/build.mjs [--watch] [--dev]`.
import { cp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  absWorkingDir: root,
  legalComments: 'none',
};

/** VS Code 1.106, the oldest supported one, runs extensions on Node 22; the command line also on Node 20. */
/** @type {esbuild.BuildOptions} */
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };

/** @type {esbuild.BuildOptions} */
const page = {
  ...common,
  platform: 'browser',
  format: 'esm',
  target: 'chrome132',
  loader: { '.ttf': 'dataurl' },
};

/** Every target has its own name in dist/, its own platform and its own type check (tsconfig*.json).
 * @type {esbuild.BuildOptions[]} */
const targets = [
  { ...node, entryPoints: { extension: 'src/extension/extension.ts' }, external: ['vscode'] },
  { ...node, entryPoints: { worker: 'src/engine/worker/worker.ts' } },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...page, entryPoints: { console: 'media/console/console.ts' } },
];

/** Builds all targets once.
 * @param {{ minify?: boolean, outdir?: string }} [options] */
export async function build({ minify = true, outdir = 'dist' } = {}) {
  await rm(path.join(root, outdir), { recursive: true, force: true });
  await Promise.all(targets.filter(exists).map((target) => esbuild.build({ ...target, minify, outdir })));
  await cp(path.join(root, 'src/cli/bin'), path.join(root, outdir, 'bin'), { recursive: true });
}

async function watch() {
  for (const target of targets.filter(exists)) {
    const context = await esbuild.context({ ...target, outdir: 'dist', logLevel: 'info' });
    await context.watch();
  }
}

/** @param {esbuild.BuildOptions} target */
function exists(target) {
  const [entry] = Object.values(/** @type {Record<string, string>} */ (target.entryPoints));
  return existsSync(path.join(root, String(entry)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  if (process.argv.includes('--watch')) await watch();
  else {
    await build({ minify: !process.argv.includes('--dev') });
    console.log(`built wirebench ${version} into dist/`);
  }
}
