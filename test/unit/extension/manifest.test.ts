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

  it('offers the levels of notifications that there are', () => {
    const setting = contributes.configuration.properties['wirebench.notifications'];
    assert.deepEqual(setting?.enum, [...noticeLevels]);
  });
});
