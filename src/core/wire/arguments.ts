import type { Template } from '../api/server';
import { parseEscapes } from '../bytes/escapes';
import { ParseFailure } from '../bytes/parseFailure';
import { compileTemplate } from '../bytes/template';
import { parseAddress, type Address } from '../net/address';
import type { Fix } from '../text/diagnostic';
import type { Range } from '../text/range';
import { Failure } from '../util/message';
import { durationOf } from './duration';
import { removal, replaceBy, type Problems } from './problems';
import { span, type Statement, type Token } from './statement';
import { wireMessages } from './wireMessages';

/** Reads the arguments of one statement. Each read returns nothing when it has reported a problem. */
export class Arguments {
  private next = 0;

  constructor(
    private readonly statement: Statement,
    private readonly problems: Problems,
  ) {}

  /** The next argument, whatever it is. @param what for the message when there is none: `a port` */
  token(what: string): Token | undefined {
    const token = this.statement.args[this.next++];
    const { text: word, range } = this.statement.keyword;
    return token ?? this.problems.error(range, wireMessages.missing({ word, what }));
  }

  /** Whether another argument is there. */
  get more(): boolean {
    return this.next < this.statement.args.length;
  }

  /** Reports what is left over, and what is indented below. */
  end(): void {
    const rest = this.statement.args.slice(this.next);
    const { text: word } = this.statement.keyword;
    const [first] = rest;
    if (first) {
      const range = span(first.range, (rest.at(-1) ?? first).range);
      this.problems.error(range, wireMessages.surplus({ word, text: first.text }), removal(range));
    }
    const [child] = this.statement.children;
    if (child) this.problems.error(child.keyword.range, wireMessages.nothingInside({ word }));
  }

  oneOf<const W extends string>(words: readonly W[]): W | undefined {
    const token = this.word(`one of ${words.join(', ')}`);
    return token && (words.find((word) => word === token.text) ?? this.problems.unknown(token, words));
  }

  address(): Address | undefined {
    const token = this.token('an address, such as 127.0.0.1:5000');
    return token && this.parsed(token, parseAddress);
  }

  /** A text with values in braces. */
  template(): Template | undefined {
    const token = this.quoted();
    return token && this.parsed(token, compileTemplate);
  }

  /** A text with escapes. */
  bytes(): Uint8Array | undefined {
    const token = this.quoted();
    return token && this.parsed(token, (text) => parseEscapes(text));
  }

  /** A file, with or without quotes. Backslashes are themselves. */
  path(): string | undefined {
    return this.token('a path')?.text;
  }

  number(min: number, max: number): number | undefined {
    const token = this.word(`a number from ${min} to ${max}`);
    if (!token) return undefined;
    const value = /^\d{1,15}$/.test(token.text) ? Number(token.text) : NaN;
    if (value >= min && value <= max) return value;
    return this.problems.error(token.range, wireMessages.notNumber({ text: token.text, min, max }));
  }

  /** Milliseconds. */
  duration(): number | undefined {
    const token = this.word('a time, such as 50ms');
    if (!token) return undefined;
    const { text, range } = token;
    if (/^\d+$/.test(text))
      return this.problems.error(range, wireMessages.noUnit({ text }), replaceBy(range, `${text}ms`));
    return durationOf(text) ?? this.problems.error(range, wireMessages.notDuration({ text }));
  }

  private word(what: string): Token | undefined {
    const token = this.token(what);
    if (token?.kind !== 'text') return token;
    const { text, range } = token;
    return this.problems.error(range, wireMessages.noQuotes({ text }), replaceBy(range, text));
  }

  /** Text without quotes is taken as far as the line goes, to be put into them. */
  private quoted(): Token | undefined {
    const token = this.token('a text in double quotes');
    if (token?.kind !== 'word') return token;
    const rest = this.statement.args.slice(this.next - 1);
    this.next = this.statement.args.length;
    const range = span(token.range, (rest.at(-1) ?? token).range);
    const text = rest.map((one) => one.text).join(' ');
    const newText = `"${text.replace(/[\\"]/g, '\\$&')}"`;
    return this.problems.error(range, wireMessages.needsQuotes(), {
      title: wireMessages.putInQuotes(),
      range,
      newText,
    });
  }

  private parsed<T>(token: Token, parse: (text: string) => T): T | undefined {
    try {
      return parse(token.text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (!(error instanceof ParseFailure)) return this.problems.error(token.range, error.detail);
      const range = within(token, error.offset, error.length);
      return this.problems.error(range, error.detail, ...fixesFor(error, token, range));
    }
  }
}

/** A part of a token; that of a text begins after its quote. */
function within({ kind, range }: Token, offset: number, length: number): Range {
  const startColumn = range.startColumn + (kind === 'text' ? 1 : 0) + offset;
  return { ...range, startColumn, endColumn: startColumn + length };
}

function fixesFor({ detail, offset }: ParseFailure, token: Token, range: Range): Fix[] {
  const { similar } = detail.args;
  const first = token.text[offset] ?? '';
  const doubled: Fix = {
    title: wireMessages.doubleIt({ text: first + first }),
    range: { ...range, endColumn: range.startColumn },
    newText: first,
  };
  const canDouble = ['loneBackslash', 'unknownEscape', 'similarPlace', 'unknownPlace', 'openBrace'];
  return [
    ...(similar === undefined ? [] : [replaceBy(range, `{${similar}}`)]),
    ...(canDouble.includes(detail.code.replace('payload.', '')) ? [doubled] : []),
  ];
}
