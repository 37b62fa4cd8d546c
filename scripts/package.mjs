// Builds and packs the extension: `node scripts/package.mjs [FILE]`, by default into wirebench-VERSION.vsix.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';
import { root } from './vscode.mjs';

const limit = 1_000_000;

const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const file = process.argv[2] ?? path.join(root, `${name}-${version}.vsix`);

await build();
// README's pictures are relative: there is no repository address to rewrite them to.
const readme = { allowMissingRepository: true, rewriteRelativeLinks: false };
await createVSIX({ cwd: root, packagePath: file, dependencies: false, ...readme });

const { size } = await stat(file);
console.log(`${file}: ${Math.ceil(size / 1000)} kB`);
if (size >= limit)
  throw new Error(`The package may not have more than ${limit / 1000} kB. See .vscodeignore.`);
