import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/vscode.mjs';
import type { Language } from './workbench';

interface Manifest {
  readonly contributes?: {
    readonly views?: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
    readonly commands?: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
    }[];
  };
}

/** The title of a view of package.json in a language. */
export async function viewTitle(id: string, language: Language): Promise<string> {
  const { contributes } = await json<Manifest>('package.json');
  const view = Object.values(contributes?.views ?? {})
    .flat()
    .find((candidate) => candidate.id === id);
  if (!view) throw new Error(`package.json has no view ${id}.`);
  return localize(view.name, language);
}

/** The title of a command of package.json as the palette shows it: `Category: Title`. */
export async function commandTitle(id: string, language: Language = 'en'): Promise<string> {
  const { contributes } = await json<Manifest>('package.json');
  const command = contributes?.commands?.find((candidate) => candidate.command === id);
  if (!command) throw new Error(`package.json has no command ${id}.`);
  const title = await localize(command.title, language);
  return command.category ? `${await localize(command.category, language)}: ${title}` : title;
}

/** `%key%` in the language, or in English where it has no translation. */
async function localize(text: string, language: Language): Promise<string> {
  const key = /^%(.+)%$/.exec(text)?.[1];
  if (key === undefined) return text;
  const english = await json<Record<string, string>>('package.nls.json');
  const own =
    language === 'en' ? english : await json<Record<string, string>>(`package.nls.${language}.json`);
  return own[key] ?? english[key] ?? text;
}

async function json<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(root, file), 'utf8')) as T;
}
