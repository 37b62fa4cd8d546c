import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../../scripts/vscode.mjs';

/** Every English text of `folders` that gets translated: the templates of catalogs and of `l10n.t`. */
export function translatableTexts(folders: readonly string[]): ReadonlySet<string> {
  return new Set(folders.flatMap((folder) => sourcesIn(path.join(root, folder)).flatMap(textsOf)));
}

/** The names between braces, each once, sorted. */
export function placesOf(template: string): string[] {
  return [...new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
}

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => entry.endsWith('.ts')).map((entry) => path.join(folder, entry));
}

function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const texts: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node)) texts.push(...textsOfCall(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

function textsOfCall(call: ts.CallExpression, source: ts.SourceFile): string[] {
  const callee = call.expression.getText(source);
  if (callee === 'catalog') return catalogTexts(call.arguments[1], source);
  if (!/(^|\.)l10n\.t$/.test(callee)) return [];
  const [first] = call.arguments;
  // `say` translates whatever message it is given: those texts stand in their catalogs.
  if (first && ts.isPropertyAccessExpression(first)) return [];
  return [textOf(first, source)];
}

function catalogTexts(templates: ts.Expression | undefined, source: ts.SourceFile): string[] {
  if (!templates || !ts.isObjectLiteralExpression(templates)) return [];
  return templates.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) ? [textOf(property.initializer, source)] : [],
  );
}

function textOf(node: ts.Node | undefined, source: ts.SourceFile): string {
  if (node && ts.isStringLiteralLike(node)) return node.text;
  throw new Error(`${source.fileName}: ${node?.getText(source) ?? 'nothing'} is not a plain text`);
}
