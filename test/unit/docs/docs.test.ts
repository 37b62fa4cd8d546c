import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/vscode.mjs';
import { untranslated } from '../../support/translations';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { scripts, contributes } = JSON.parse(read('package.json')) as Manifest;
const readmes = ['README.md', 'README.ko.md'];
const pages = ['', 'docs', 'demo'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

/** What stands in each console block, without comments. */
function sessions(file: string): string[] {
  const blocks = [...read(file).matchAll(/```console\n([^]*?)```/g)];
  return blocks.map(([, text]) => text!.replace(/ +#.*$/gm, ''));
}

describe('the documentation', () => {
  for (const page of pages) {
    it(`has no dead link in ${page}`, () => {
      const links = [...read(page).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(([, a, b]) => a ?? b!);
      const local = links.filter((link) => !/^(https?:|#)/.test(link)).map((link) => link.replace(/#.*/, ''));
      const dead = local.filter((link) => !existsSync(path.join(root, path.dirname(page), link)));
      assert.deepEqual(dead, []);
    });

    it(`names only scripts that there are in ${page}`, () => {
      const named = [...read(page).matchAll(/npm (?:run (?:--\S+ )?)?([\w:]+)/g)].map(([, name]) => name!);
      const known = new Set([...Object.keys(scripts), 'ci']);
      assert.deepEqual(
        named.filter((name) => !known.has(name)),
        [],
      );
    });
  }

  it('has pictures that load fast', () => {
    const folder = path.join(root, 'docs', 'images');
    const pictures = readdirSync(folder);
    assert.ok(pictures.length > 0);
    for (const name of pictures) {
      assert.ok(statSync(path.join(folder, name)).size < 150_000, name);
      assert.ok(
        readmes.some((file) => read(file).includes(`docs/images/${name}`)),
        `${name} is shown nowhere`,
      );
    }
  });

  it('shows the same sessions in both languages, with commands and messages that there are', () => {
    const [english = [], korean] = readmes.map(sessions);
    assert.deepEqual(english, korean);
    const commands = english.join('').matchAll(/\$ (?:printf .* \| )?wirebench (\w+)/g);
    for (const [, name] of commands)
      assert.ok(existsSync(path.join(root, 'src/cli/commands', `${name}.ts`)), name);
    const isOurs = untranslated();
    const messages = [...english.join('').matchAll(/^wirebench: (?:\S+: error: )?(.*)$/gm)].map(
      ([, text]) => text!,
    );
    assert.ok(messages.length > 3);
    assert.deepEqual(
      messages.filter((text) => !isOurs(text)),
      [],
    );
  });

  for (const file of readmes) {
    it(`lists every setting and its default in ${file}`, () => {
      const listed = [...read(file).matchAll(/^\| `(wirebench\.\w+)` \| `([^`]+)` \|/gm)];
      const wanted = Object.entries(contributes.configuration.properties);
      assert.deepEqual(
        listed.map(([, name, value]) => [name, value]),
        wanted.map(([name, setting]) => [name, String(setting.default)]),
      );
    });
  }
});
