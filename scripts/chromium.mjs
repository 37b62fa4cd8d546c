// The Chromium that the tests and the screenshots drive: the system's own, never a downloaded one.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { which } from './processes.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
  'msedge',
];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The path of a Chromium (or its kin), or undefined; CHROMIUM in the environment goes first. */
export function findChromium() {
  const found = names.map(which).find(Boolean) ?? places.find(existsSync);
  return process.env.CHROMIUM ?? found;
}

/** Starts it without a window and without talking to anyone. Throws when there is none. */
export function launchChromium() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium is installed (names tried: ' + names.join(', ') + ').');
  const quiet = [
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet];
  return chromium.launch({ executablePath, args });
}
