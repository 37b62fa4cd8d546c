import type { Diagnostic } from '../text/diagnostic';
import type { Message } from '../util/message';
import { rangeIn, type LexedLine, type Word } from './line';
import { lexerMessages as say } from './lexerMessages';

/** Most words that a line may have (HAProxy: MAX_LINE_ARGS). */
export const MAX_WORDS = 64;

/** The value of an environment variable; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/**
 * Cuts one line into words (configuration.txt 2.2 and 2.3): blanks separate, `#` starts a comment anywhere, `\` escapes,
 * `'…'` is literal, `"…"` groups and expands variables, pieces that touch are one word. A line that HAProxy refuses
 * yields its words up to there and an error.
 */
export function lexLine(text: string, line: number, lookup: Lookup): LexedLine {
  return new LineLexer(text, line, lookup).lex();
}

const TAB = 9;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const SINGLE_QUOTE = 39;
const BACKSLASH = 92;

/** Runs of characters that stand for themselves; sticky, so that nothing is copied to find their end. */
const PLAIN = /[^\t-\r #"'\\]+/y;
const PLAIN_IN_QUOTES = /[^"$\\\r]+/y;

/** What an escaped character stands for; `\$` counts in double quotes only, `\xHH` is apart. */
const ESCAPES: Readonly<Record<string, string>> = {
  ' ': ' ',
  '\\': '\\',
  '#': '#',
  '"': '"',
  "'": "'",
  t: '\t',
  n: '\n',
  r: '\r',
};

/** Ends the lexing of a line whose rest has no meaning. */
class Stop extends Error {}

class LineLexer {
  private at = 0;
  private comment: number | undefined;
  private readonly words: Word[] = [];
  private readonly problems: Diagnostic[] = [];
  /** The word being read, and those before it that one variable expanded to. */
  private value = '';
  private readonly expanded: string[] = [];

  constructor(
    private readonly text: string,
    private readonly line: number,
    private readonly lookup: Lookup,
  ) {}

  lex(): LexedLine {
    try {
      while (this.skipBlanks()) this.readWord();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    return { words: this.words, comment: this.comment, problems: this.problems };
  }

  /** Moves to the next word; false when there is none. */
  private skipBlanks(): boolean {
    while (this.at < this.text.length && isBlank(this.code())) this.at++;
    if (this.code() === HASH) this.comment = this.at;
    return this.at < this.text.length && this.comment === undefined;
  }

  private readWord(): void {
    const start = this.at;
    this.value = '';
    while (this.at < this.text.length && !isBlank(this.code()) && this.code() !== HASH) this.readPiece();
    const range = rangeIn(this.line, start, this.at);
    for (const value of this.expanded.splice(0)) this.add({ value: cString(value), range });
    this.add({ value: cString(this.value), range });
    if (this.code() === CARRIAGE_RETURN) this.dropRest();
  }

  private add(word: Word): void {
    if (this.words.length === MAX_WORDS) {
      this.refuse(say.tooManyWords({ max: MAX_WORDS }), word.range.startColumn, word.range.endColumn);
    }
    this.words.push(word);
  }

  /** HAProxy takes a carriage return right after a word as the end of the line. */
  private dropRest(): never {
    this.report('warning', say.strayCarriageReturn(), this.at, this.text.length);
    throw new Stop();
  }

  private readPiece(): void {
    const code = this.code();
    if (code === DOUBLE_QUOTE) this.readDoubleQuoted();
    else if (code === SINGLE_QUOTE) this.readSingleQuoted();
    else if (code === BACKSLASH) this.readEscape(false);
    else this.readPlain(PLAIN);
  }

  private readPlain(run: RegExp): void {
    run.lastIndex = this.at;
    run.test(this.text);
    this.value += this.text.slice(this.at, run.lastIndex);
    this.at = run.lastIndex;
  }

  private readSingleQuoted(): void {
    const start = this.at;
    const close = this.text.indexOf("'", start + 1);
    const content = this.text.slice(start + 1, close);
    if (close < 0 || content.includes('\r')) this.refuse(say.unmatchedQuote(), start, this.text.length);
    this.value += content;
    this.at = close + 1;
  }

  private readDoubleQuoted(): void {
    const start = this.at++;
    while (this.code() !== DOUBLE_QUOTE) {
      if (this.at >= this.text.length || this.code() === CARRIAGE_RETURN) {
        this.refuse(say.unmatchedQuote(), start, this.text.length);
      }
      if (this.code() === BACKSLASH) this.readEscape(true);
      else if (this.code() === DOLLAR) this.readVariable();
      else this.readPlain(PLAIN_IN_QUOTES);
    }
    this.at++;
  }

  private readEscape(quoted: boolean): void {
    const next = this.text[this.at + 1] ?? '';
    if (next === 'x') return this.readHex();
    const meaning = quoted && next === '$' ? '$' : ESCAPES[next];
    this.value += meaning ?? '\\';
    this.at += meaning === undefined ? 1 : 2;
  }

  private readHex(): void {
    const digits = /^[0-9a-fA-F]{2}/.exec(this.text.slice(this.at + 2, this.at + 4))?.[0];
    if (digits === undefined) this.refuse(say.badHex(), this.at, Math.min(this.at + 4, this.text.length));
    this.value += String.fromCharCode(parseInt(digits, 16));
    this.at += 4;
  }

  /** `$NAME`, `${NAME}`, `${NAME-default}` or `${NAME[*]}`, inside double quotes. */
  private readVariable(): void {
    const start = this.at++;
    const braced = this.text[this.at] === '{';
    if (braced) this.at++;
    const name = this.readName(start);
    const splits = braced && this.text[this.at] === '[' && this.readSplitMark();
    const fallback = braced ? this.readDefault(start) : undefined;
    this.expand(this.lookup(name) ?? fallback ?? '', splits);
  }

  private readName(start: number): string {
    const name = /^[A-Za-z_.]\w*/.exec(this.text.slice(this.at))?.[0];
    if (name === undefined)
      this.refuse(say.badVariableName(), start, Math.min(this.at + 1, this.text.length));
    this.at += name.length;
    return name;
  }

  private readSplitMark(): true {
    if (!this.text.startsWith('[*]', this.at)) this.refuse(say.badWordExpansion(), this.at, this.at + 1);
    this.at += 3;
    return true;
  }

  /** Reads up to the closing brace; what stands after a `-` is the default. */
  private readDefault(start: number): string | undefined {
    const close = this.text.indexOf('}', this.at);
    const hasDefault = this.text[this.at] === '-';
    const fits = close >= 0 && (hasDefault || close === this.at);
    if (!fits) this.refuse(say.unmatchedBrace({ form: '${NAME}' }), start, this.at);
    const fallback = hasDefault ? this.text.slice(this.at + 1, close) : undefined;
    this.at = close + 1;
    return fallback;
  }

  private expand(value: string, splits: boolean): void {
    const [first = '', ...more] = splits ? value.trim().split(/\s+/) : [value];
    this.value += first;
    for (const word of more) {
      this.expanded.push(this.value);
      this.value = word;
    }
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }

  private refuse(message: Message, start: number, end: number): never {
    this.report('error', message, start, end);
    throw new Stop();
  }

  private report(severity: Diagnostic['severity'], message: Message, start: number, end: number): void {
    this.problems.push({ severity, message, range: rangeIn(this.line, start, end) });
  }
}

/** C's isspace; line feeds never reach a line. */
function isBlank(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN);
}

/** HAProxy's words are C strings: nothing after a NUL is seen. */
function cString(value: string): string {
  const nul = value.indexOf('\0');
  return nul < 0 ? value : value.slice(0, nul);
}
