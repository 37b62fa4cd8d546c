// Runs one suite: `node scripts/mocha.mjs SUITE [FILE…] [--grep TEXT] […]`; SUITE is a folder of test/.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './processes.mjs';
import { failure, isGood, print } from './result.mjs';
import { cache, root } from './vscode.mjs';

export const suites = ['unit', 'engine', 'interop', 'vscode', 'ui'];

/** Suites that use what `npm run build` makes. */
const onBuild = ['interop', 'vscode', 'ui'];

/** A suite that has not come to its end by then is ended. Each test has its own, shorter deadline. */
const suiteDeadlineMs = 10 * 60_000;

/** Runs a suite, with its output, and returns what it came to.
 * @param {string} suite one of `suites`
 * @param {string[]} [args] passed on to mocha
 * @returns {Promise<import('./result.mjs').Result>} */
export async function runSuite(suite, args = []) {
  const files = args.some(isTest) ? [] : testsOf(suite);
  if (files.length === 0 && !args.some(isTest))
    return failure(suite, `no test/${suite}/**/*.test.ts was found`);
  if (onBuild.includes(suite) && (await run(process.execPath, ['scripts/build.mjs'], { cwd: root })) !== 0) {
    return failure(suite, 'the build failed');
  }
  const resultFile = path.join(cache, 'results', `${suite}.${process.pid}.json`);
  await mkdir(path.dirname(resultFile), { recursive: true });
  const env = { ...process.env, WIREBENCH_RESULT: resultFile };
  const code = await run(
    process.execPath,
    [...program(suite), ...args, ...files],
    { cwd: root, env },
    suiteDeadlineMs,
  );
  const result = existsSync(resultFile) ? JSON.parse(await readFile(resultFile, 'utf8')) : undefined;
  await rm(resultFile, { force: true });
  return result ?? failure(suite, `it ended before its tests did (exit code ${code})`);
}

/** @param {string} suite */
function testsOf(suite) {
  const folder = path.join('test', suite);
  if (!existsSync(path.join(root, folder))) return [];
  const entries = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return entries.filter(isTest).map((entry) => path.join(folder, entry));
}

/** @param {string} file */
function isTest(file) {
  return file.endsWith('.test.ts');
}

/** The tests of `vscode` run inside VS Code, the others in mocha's own process.
 * @param {string} suite */
function program(suite) {
  if (suite === 'vscode') return ['--require', 'tsx/cjs', 'test/vscode/run.ts'];
  const timeout = suite === 'unit' ? '20000' : '120000';
  const reporter = path.join('test', 'support', 'reporter.ts');
  const mocha = path.join('node_modules', 'mocha', 'bin', 'mocha.js');
  return [mocha, '--require', 'tsx/cjs', '--reporter', reporter, '--timeout', timeout, '--exit'];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [suite = '', ...args] = process.argv.slice(2);
  if (!suites.includes(suite)) throw new Error(`Name a suite: ${suites.join(', ')}.`);
  const result = await runSuite(suite, args);
  print(result);
  process.exitCode = isGood(result) ? 0 : 1;
}
