import type { Range } from '../text/range';

/** A word, or a text in double quotes. */
export interface Token {
  readonly kind: 'word' | 'text';
  /** As it stands in the file, escapes and all; of a text what is between the quotes. */
  readonly text: string;
  readonly range: Range;
}

/** A line of a block: a keyword and its arguments, and the lines that are indented below it. */
export interface Statement {
  readonly keyword: Token;
  readonly args: readonly Token[];
  readonly children: readonly Statement[];
}

/** A block as it stands in the file, before anyone asked what it means. */
export interface RawBlock {
  readonly name: string;
  readonly nameRange: Range;
  /** From its heading to the end of its last statement. */
  readonly range: Range;
  readonly statements: readonly Statement[];
}

/** From the first to the last token of a line. */
export function lineRange({ keyword, args }: Statement): Range {
  return span(keyword.range, (args.at(-1) ?? keyword).range);
}

export function span(first: Range, last: Range): Range {
  return { ...first, endLine: last.endLine, endColumn: last.endColumn };
}
