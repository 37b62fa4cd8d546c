import type { Range } from '../text/range';
import type { Problems } from './problems';
import { lineRange, span, type RawBlock, type Statement, type Token } from './statement';
import { wireMessages } from './wireMessages';

interface OpenStatement extends Statement {
  readonly children: OpenStatement[];
}

interface OpenBlock extends RawBlock {
  range: Range;
  readonly statements: OpenStatement[];
}

/**
 * The shape of a file: blocks that begin with `### NAME`, and in them a tree of statements, where a line that is
 * indented deeper than one above it belongs to that one. Lines that begin with `#` are comments, and so is the rest of
 * a line from a `#` after white space.
 */
export function outline(text: string, problems: Problems): RawBlock[] {
  const blocks: OpenBlock[] = [];
  let open: { readonly indent: number; readonly children: OpenStatement[] }[] = [];
  for (const [line, content] of text.split(/\r\n|\n|\r/).entries()) {
    const heading = /^###(?!#)\s*(.*?)\s*$/.exec(content);
    if (heading) {
      const block = openBlock(content, heading[1] ?? '', line, problems);
      blocks.push(block);
      open = [{ indent: -1, children: block.statements }];
      continue;
    }
    const [keyword, ...args] = tokensOf(content, line, problems);
    if (!keyword) continue;
    const statement: OpenStatement = { keyword, args, children: [] };
    const block = blocks.at(-1);
    if (!block) {
      problems.error(lineRange(statement), wireMessages.beforeFirstBlock());
      continue;
    }
    const indent = keyword.range.startColumn;
    open = open.filter((parent) => parent.indent < indent);
    open.at(-1)?.children.push(statement);
    open.push({ indent, children: statement.children });
    block.range = span(block.range, lineRange(statement));
  }
  return blocks;
}

function openBlock(content: string, name: string, line: number, problems: Problems): OpenBlock {
  const start = name === '' ? 0 : content.indexOf(name, 3);
  const nameRange = inLine(line, start, start + (name.length || 3));
  if (name === '') problems.error(nameRange, wireMessages.noName());
  return { name, nameRange, range: inLine(line, 0, content.trimEnd().length), statements: [] };
}

const tokens = /\s+(?:#.*)?|"((?:[^"\\]|\\.?)*)("?)|[^\s"]+/gu;

function tokensOf(content: string, line: number, problems: Problems): Token[] {
  if (/^\s*#/.test(content)) return [];
  const found: Token[] = [];
  for (const { 0: token, 1: text, 2: quote, index } of content.matchAll(tokens)) {
    const range = inLine(line, index, index + token.length);
    if (text !== undefined) {
      found.push({ kind: 'text', text, range });
      if (quote === '') reportOpenQuote(range, problems);
    } else if (token.trim() !== '' && !/^\s/.test(token)) found.push({ kind: 'word', text: token, range });
  }
  return found;
}

function reportOpenQuote(range: Range, problems: Problems): void {
  const end = { ...range, startColumn: range.endColumn };
  problems.error(range, wireMessages.openQuote(), {
    title: wireMessages.closeQuote(),
    range: end,
    newText: '"',
  });
}

function inLine(line: number, startColumn: number, endColumn: number): Range {
  return { startLine: line, startColumn, endLine: line, endColumn };
}
