import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/vscode.mjs';
import type { Language } from './workbench';

type Table = Readonly<Record<string, string>>;

const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Table;

/** A text of the extension's sources in a language. */
export function translated(english: string, language: Language): string {
  if (language === 'en') return english;
  const korean = read('l10n/bundle.l10n.ko.json')[english];
  if (korean === undefined) throw new Error(`"${english}" has no Korean translation.`);
  return korean;
}

/** Tells whether a text is one of ours in English though it has a Korean translation, with any values in its places. */
export function untranslated(): (text: string) => boolean {
  const english = read('package.nls.json');
  const korean = read('package.nls.ko.json');
  const pairs = [
    ...Object.entries(read('l10n/bundle.l10n.ko.json')),
    ...Object.keys(english).map((key) => [english[key] ?? '', korean[key] ?? ''] as const),
  ];
  const patterns = pairs
    .filter(([from, to]) => from !== to && hasWords(from))
    .map(([from]) => matching(from));
  return (text) => patterns.some((pattern) => pattern.test(text));
}

function hasWords(template: string): boolean {
  return /[A-Za-z]{2}/.test(template.replace(/\{\w+\}/g, ''));
}

function matching(template: string): RegExp {
  const parts = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 's');
}
