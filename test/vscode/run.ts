/**
 * Runs the tests inside VS Code's extension host, on the oldest and the newest version: in the desktop build where
 * one can be downloaded and shown, otherwise in the web build (browser.mjs). `run.ts FILE… [--grep TEXT]`.
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { findChromium } from '../../scripts/chromium.mjs';
import { failure, sum, type Result } from '../../scripts/result.mjs';
import { cache, newest, oldest, root } from '../../scripts/vscode.mjs';

const resultFile = process.env.WIREBENCH_RESULT ?? path.join(cache, 'results', 'vscode.json');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string' } },
    allowPositionals: true,
  });
  const desktop = await canRunDesktop();
  const tests = await bundle(positionals);
  const results: Result[] = [];
  try {
    for (const version of versions()) results.push(await runOn(version, desktop, tests, values.grep));
  } finally {
    await rm(tests, { recursive: true, force: true });
  }
  await writeFile(resultFile, JSON.stringify(sum(results)));
}

/** WIREBENCH_VSCODE narrows the run to one version. */
function versions(): string[] {
  return process.env.WIREBENCH_VSCODE ? [process.env.WIREBENCH_VSCODE] : [oldest, newest];
}

/** WIREBENCH_TEST_HOST (desktop, browser) decides; else a display and an answer from the download site within 5 s. */
async function canRunDesktop(): Promise<boolean> {
  if (process.env.WIREBENCH_TEST_HOST) return process.env.WIREBENCH_TEST_HOST === 'desktop';
  if (process.platform === 'linux' && !process.env.DISPLAY) return false;
  const releases = 'https://update.code.visualstudio.com/api/releases/stable';
  return fetch(releases, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.ok,
    () => false,
  );
}

/** Each test file and index.ts, in a folder of its own from where mocha can still be found. */
async function bundle(files: string[]): Promise<string> {
  const outdir = await mkdtemp(path.join(cache, 'tests-'));
  await esbuild.build({
    entryPoints: [path.join(__dirname, 'index.ts'), ...files],
    outbase: __dirname,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outdir;
}

async function runOn(version: string, desktop: boolean, tests: string, grep?: string): Promise<Result> {
  const where = `VS Code ${version} (${desktop ? 'desktop' : 'browser'})`;
  if (!desktop && !findChromium()) return skipped(where, 'neither a desktop VS Code nor a Chromium is here');
  console.log(`\n${where}`);
  const scratch = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
  const part = path.join(scratch, 'result.json');
  try {
    await cp(path.join(root, 'demo'), path.join(scratch, 'demo'), { recursive: true });
    const env = { WIREBENCH_RESULT: part, WIREBENCH_GREP: grep, WIREBENCH_VSCODE: version };
    const problem = await start(version, desktop, tests, path.join(scratch, 'demo'), env).then(
      () => 'exit code 0',
      String,
    );
    return existsSync(part)
      ? named(where, await readResult(part))
      : failure(where, `it ended before its tests did (${problem})`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function start(version: string, desktop: boolean, tests: string, folder: string, env: NodeJS.ProcessEnv) {
  return runTests({
    ...(desktop
      ? { version: version === newest ? 'stable' : `${version}.0`, cachePath: cache, timeout: 30_000 }
      : { vscodeExecutablePath: path.join(__dirname, 'browser.mjs') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(tests, 'index.js'),
    extensionTestsEnv: env,
    launchArgs: [folder, `--user-data-dir=${path.join(folder, '..', 'data')}`],
  });
}

async function readResult(file: string): Promise<Result> {
  return JSON.parse(await readFile(file, 'utf8')) as Result;
}

function named(where: string, { passed, failed, skipped }: Result): Result {
  const name = ({ title, reason }: Result['failed'][number]) => ({ title: `${where}: ${title}`, reason });
  return { passed, failed: failed.map(name), skipped: skipped.map(name) };
}

function skipped(title: string, reason: string): Result {
  return { passed: 0, failed: [], skipped: [{ title, reason }] };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
