// `npm test`: installs what is missing, then lint, types, the build and every suite; ends with one line of counts.
import { checkNode, ensureDependencies } from './install.mjs';
import { run } from './processes.mjs';
import { failure, isGood, print, sum } from './result.mjs';
import { root } from './vscode.mjs';

const deadlineMs = 5 * 60_000;

async function main() {
  await checkNode();
  await ensureDependencies();
  // These need what has just been installed.
  const { ensureTools } = await import('./tools.mjs');
  const { runSuite, suites } = await import('./mocha.mjs');
  await ensureTools();
  const results = [];
  for (const script of ['lint', 'types', 'build']) results.push(await timed(script, () => check(script)));
  for (const suite of suites) results.push(await timed(`test:${suite}`, () => runSuite(suite)));
  const total = sum(results);
  console.log('');
  print(total);
  process.exitCode = isGood(total) ? 0 : 1;
}

/** A script of package.json as one test.
 * @param {string} script */
async function check(script) {
  const windows = process.platform === 'win32';
  const code = await run('npm', ['run', '--silent', script], { cwd: root, shell: windows }, deadlineMs);
  return code === 0 ? { passed: 1, failed: [], skipped: [] } : failure(script, `npm run ${script} says why`);
}

/** @template T
 * @param {string} title
 * @param {() => Promise<T>} step
 * @returns {Promise<T>} */
async function timed(title, step) {
  console.log(`\n── ${title}`);
  const start = performance.now();
  const result = await step();
  console.log(`── ${title}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

await main().catch((error) => {
  console.error(error.message);
  print(failure('npm test', error.message));
  process.exitCode = 1;
});
