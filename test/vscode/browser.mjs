#!/usr/bin/env node
// A VS Code to run extension tests in, for @vscode/test-electron's `vscodeExecutablePath`: the web build in a headless
// Chromium. Understands --extensionDevelopmentPath=, --extensionTestsPath= and the folder to open; the other switches
// are the desktop's. WIREBENCH_VSCODE names the version.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { launchChromium } from '../../scripts/chromium.mjs';
import { address, ensureVscode, newest, startServer } from '../../scripts/vscode.mjs';

const deadlineMs = 5 * 60_000;

/** What index.ts prints first. */
const beginning = 'Running the tests…';

async function main() {
  const vscode = await ensureVscode(process.env.WIREBENCH_VSCODE ?? newest);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'wirebench-vscode-'));
  const server = await startServer(vscode, { dataDir, testDriver: true, trust: false });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const exit = exitOf(page);
    await page.goto(testAddress(server.port));
    const code = await Promise.race([exit, server.ended, late()]);
    await page.close({ runBeforeUnload: false });
    return code;
  } finally {
    await browser.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Prints the console from the first test on and waits for the end of the tests: 0 passed, 1 failed. What the
 * workbench says before is told only when no test has begun.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number>} */
function exitOf(page) {
  let begun = false;
  /** @type {string[]} */
  const before = [];
  const log = (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
    if (begun) console.log(format(...args));
    else if (args[0] === beginning) begun = true;
    else before.push(format(...args));
  };
  return new Promise((resolve, reject) => {
    const exit = (/** @type {number} */ code) => {
      if (!begun) console.error(before.join('\n'));
      resolve(code);
    };
    page.once('crash', () => reject(new Error('The page crashed.')));
    void page.exposeFunction('codeAutomationLog', log).catch(reject);
    void page.exposeFunction('codeAutomationExit', exit).catch(reject);
  });
}

/** @param {number} port */
function testAddress(port) {
  const args = process.argv.slice(2);
  const value = (/** @type {string} */ name) => args.find((arg) => arg.startsWith(name))?.slice(name.length);
  const folder = args.find((arg) => !arg.startsWith('-')) ?? process.cwd();
  return address(port, {
    folder,
    extension: value('--extensionDevelopmentPath='),
    tests: value('--extensionTestsPath='),
  });
}

/** @returns {Promise<number>} */
function late() {
  return new Promise((_, reject) => {
    setTimeout(
      () => reject(new Error(`The tests did not end within ${deadlineMs / 1000} s.`)),
      deadlineMs,
    ).unref();
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
