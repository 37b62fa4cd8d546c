import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/vscode.mjs';
import { commandTable, type CommandRecord } from '../../../src/extension/model/commandTable';
import { contextKeyNames } from '../../../src/extension/model/contextKeys';
import { noticeLevels } from '../../../src/extension/model/notices';

interface Item {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly Item[]>>;
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly enum?: string[] }>> };
  };
}

const text = readFileSync(path.join(root, 'package.json'), 'utf8');
const { contributes } = JSON.parse(text) as Manifest;
const table: Readonly<Record<string, CommandRecord>> = commandTable;

describe('the manifest', () => {
  it('declares exactly the commands of the table, enabled alike', () => {
    const declared = contributes.commands.map(({ command, enablement }) => [command, enablement]);
    const wanted = Object.entries(table).map(([name, { enablement }]) => [`wirebench.${name}`, enablement]);
    assert.deepEqual(declared.sort(), wanted.sort());
  });

  it('keeps from the palette what makes no sense there, and nothing else', () => {
    const hidden = (contributes.menus.commandPalette ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    const wanted = Object.entries(table)
      .filter(([, { palette }]) => palette === false)
      .map(([name]) => `wirebench.${name}`);
    assert.deepEqual(hidden.sort(), wanted.sort());
  });

  it('puts only its own commands into menus', () => {
    const items = Object.values(contributes.menus).flat();
    const unknown = items.filter(({ command }) => !(command.replace('wirebench.', '') in table));
    assert.deepEqual(unknown, []);
  });

  it('asks only for context keys that are set', () => {
    const known = new Set([...contextKeyNames, 'showsChecks', 'nodes', 'backends', 'sessions']);
    const clauses = [
      ...contributes.commands.map(({ enablement }) => enablement),
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ when }) => when)),
    ];
    const asked = clauses.flatMap((clause) => [...(clause ?? '').matchAll(/wirebench\.(\w+)/g)]);
    assert.deepEqual(
      asked.map(([, key]) => key!).filter((key) => !known.has(key)),
      [],
    );
  });

  it('ends the steps of its walkthrough by commands and context keys that there are, and has their pictures', () => {
    const known = new Set([
      ...Object.keys(table).map((name) => `onCommand:wirebench.${name}`),
      ...contextKeyNames.map((name) => `onContext:wirebench.${name}`),
    ]);
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    for (const { media, completionEvents } of steps) {
      assert.ok(completionEvents.length > 0);
      assert.deepEqual(
        completionEvents.filter((event) => !known.has(event)),
        [],
      );
      // VS Code keeps style sheets out of these pictures: their colours are attributes.
      const picture = readFileSync(path.join(root, media.svg), 'utf8');
      assert.match(picture, /var\(--vscode-/);
      assert.doesNotMatch(picture, /<style|class=|#[0-9a-f]{3}/i);
    }
  });

  it('names in its texts only commands that there are', () => {
    for (const file of ['package.nls.json', 'package.nls.ko.json']) {
      const texts = readFileSync(path.join(root, file), 'utf8');
      const named = [...texts.matchAll(/command:wirebench\.(\w+)/g)].map(([, name]) => name!);
      assert.ok(named.length > 0);
      assert.deepEqual(
        named.filter((name) => !(name in table)),
        [],
      );
    }
  });

  it('offers the levels of notifications that there are', () => {
    const setting = contributes.configuration.properties['wirebench.notifications'];
    assert.deepEqual(setting?.enum, [...noticeLevels]);
  });
});
