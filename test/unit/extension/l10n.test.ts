import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/vscode.mjs';
import { placesOf, translatableTexts } from '../../support/translatable';

const read = (file: string) =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Readonly<Record<string, string>>;

/** What the command line says stays English; everything else may reach the editor. */
const folders = ['src/core', 'src/engine', 'src/extension'];

describe('the Korean translation', () => {
  const bundle = read('l10n/bundle.l10n.ko.json');
  const texts = translatableTexts(folders);

  it('has every text of the sources, and none that is gone', () => {
    assert.deepEqual(
      [...texts].filter((text) => !(text in bundle)),
      [],
      'not translated',
    );
    assert.deepEqual(
      Object.keys(bundle).filter((text) => !texts.has(text)),
      [],
      'no longer in the sources',
    );
  });

  it('puts the same values into every text', () => {
    const differing = Object.entries(bundle).filter(
      ([english, korean]) => placesOf(english).join() !== placesOf(korean).join(),
    );
    assert.deepEqual(differing, []);
  });

  it('has every text of the manifest', () => {
    const english = read('package.nls.json');
    const korean = read('package.nls.ko.json');
    assert.deepEqual(Object.keys(korean).sort(), Object.keys(english).sort());
    const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
    const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
  });

  it('is Korean', () => {
    const latin = Object.entries(bundle).filter(([english, korean]) => english === korean);
    const same = ['{text}', '{reason}.', '{count} DOWN', 'backup', 'weight {weight}'];
    assert.deepEqual(
      latin.map(([english]) => english).filter((english) => !same.includes(english)),
      [],
    );
  });
});
