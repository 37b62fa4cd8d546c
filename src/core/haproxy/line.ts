import type { Diagnostic } from '../text/diagnostic';
import type { Range } from '../text/range';

/** A word of a line as HAProxy sees it: quotes taken off, escapes and variables replaced. */
export interface Word {
  readonly value: string;
  /** Where it is written, its quotes included. Words that one `"${NAME[*]}"` expands to share a range. */
  readonly range: Range;
}

/** What the lexer makes of one line. */
export interface LexedLine {
  readonly words: readonly Word[];
  /** Column of the `#` of its comment. */
  readonly comment?: number;
  readonly problems: readonly Diagnostic[];
}

/**
 * What a line is for: `header` opens a section, `statement` belongs to one, `directive` is one of `.if` and the like,
 * `skipped` stands in a branch that is not taken, `broken` could not be cut into words, `stray` stands outside of
 * every section.
 */
export type LineRole = 'blank' | 'header' | 'statement' | 'directive' | 'skipped' | 'broken' | 'stray';

/** One line of a file. `text + end` of all lines, joined, is the file. */
export interface Line {
  /** From 0. */
  readonly number: number;
  readonly text: string;
  /** Its line end; empty for a last line without one. */
  readonly end: '\n' | '\r\n' | '';
  readonly words: readonly Word[];
  readonly comment?: number;
  readonly role: LineRole;
}

/** The part of a text that is one line, with its end. */
export type RawLine = Pick<Line, 'text' | 'end'>;

/** Cuts a text at its line ends (LF or CRLF). A text that ends with one has no empty line after it. */
export function splitLines(text: string): RawLine[] {
  const lines: RawLine[] = [];
  for (let start = 0; start < text.length;) {
    const lf = text.indexOf('\n', start);
    if (lf < 0) {
      lines.push({ text: text.slice(start), end: '' });
      break;
    }
    const crlf = lf > start && text.charCodeAt(lf - 1) === 13;
    lines.push({ text: text.slice(start, crlf ? lf - 1 : lf), end: crlf ? '\r\n' : '\n' });
    start = lf + 1;
  }
  return lines;
}

/** From a column of a line to another one, by default its end. */
export function rangeIn(line: number, start: number, end: number): Range {
  return { startLine: line, startColumn: start, endLine: line, endColumn: end };
}

/** From the start of one range to the end of another, later one. */
export function rangeAcross(first: Range, last: Range): Range {
  const { startLine, startColumn } = first;
  return { startLine, startColumn, endLine: last.endLine, endColumn: last.endColumn };
}
