import { readdirSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import path from 'node:path';
import Mocha from 'mocha';
import { Reporter } from '../support/reporter';

/** Called by the extension host: runs every test file that lies beside this module. */
export async function run(): Promise<void> {
  console.log('Running the tests…'); // browser.mjs waits for it
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ timeout: 120_000, reporter: Reporter, grep: process.env.WIREBENCH_GREP });
  for (const file of testsBeside()) mocha.addFile(file);
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .prependListener('fail', (_test, error: Error) => (error.stack = inSources(error.stack)));
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}

function testsBeside(): string[] {
  const entries = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => entry.endsWith('.test.js')).map((entry) => path.join(__dirname, entry));
}

/** The stack with the lines of the test sources: VS Code has its own way with stacks, which passes source maps by. */
function inSources(stack = ''): string {
  return stack.replace(/([^\s(]+\.js):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const origin = findSourceMap(path.resolve(file))?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!origin || !('originalSource' in origin)) return place;
    return `${origin.originalSource}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
  });
}
