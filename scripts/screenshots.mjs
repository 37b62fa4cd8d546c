// Takes the pictures of the documentation from the real thing: `npm run screenshots`. They come from the test of the
// looks, which plays the demo on its own ports, so nothing else may use those meanwhile.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import UPNG from 'upng-js';
import { runSuite } from './mocha.mjs';
import { isGood } from './result.mjs';
import { cache, root } from './vscode.mjs';

/** In bytes. */
const limit = 150_000;

/** Enough for a workbench with one theme; the file is less than half as long. */
const colours = 256;

/** Names of screenshots, and of the pictures that they become. */
const pictures = {
  'looks-balanced-en': 'workbench',
  'looks-trouble-en': 'trouble',
  'looks-light-modern-en': 'light',
  'looks-default-high-contrast-300-en': 'high-contrast',
  'looks-check-en': 'check',
  'looks-balanced-ko': 'workbench.ko',
  'looks-trouble-ko': 'trouble.ko',
  'looks-check-ko': 'check.ko',
};

process.env.WIREBENCH_PICTURES = 'true';
if (!isGood(await runSuite('ui', ['test/ui/looks.test.ts']))) throw new Error('The looks are not right yet.');
const folder = path.join(root, 'docs', 'images');
await mkdir(folder, { recursive: true });
for (const [from, to] of Object.entries(pictures)) await convert(from, path.join(folder, `${to}.png`));

/** @param {string} name
 * @param {string} file */
async function convert(name, file) {
  const { buffer } = new Uint8Array(await readFile(path.join(cache, 'screenshots', `${name}.png`)));
  const image = UPNG.decode(buffer);
  const smaller = UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, colours);
  if (smaller.byteLength > limit)
    throw new Error(`${file} has ${smaller.byteLength} bytes, more than ${limit}.`);
  await writeFile(file, Buffer.from(smaller));
}
