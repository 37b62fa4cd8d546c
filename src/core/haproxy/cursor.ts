import type { Diagnostic, Fix } from '../text/diagnostic';
import type { Range } from '../text/range';
import type { Message } from '../util/message';
import type { Prefix } from './keyword';
import type { Word } from './line';
import { messages } from './messages';

export type Report = (diagnostic: Diagnostic) => void;

/** What the reading of a line needs besides its words. */
export interface ReadContext {
  readonly report: Report;
  /** The HAProxy version whose rules count. */
  readonly version: string;
}

/** Ends the reading of a line that cannot be read on. */
export class Refusal extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message.code);
  }
}

/** Goes through the words of a line. What asks for a word that is not there, or refuses one, throws a Refusal. */
export class Cursor {
  private at = 0;

  constructor(
    private readonly words: readonly Word[],
    private readonly context: ReadContext,
    /** The keyword or parameter whose arguments are being read. */
    public subject: Word,
    /** What stands before the keyword. */
    readonly prefix?: Prefix,
  ) {}

  get version(): string {
    return this.context.version;
  }

  report(diagnostic: Diagnostic): void {
    this.context.report(diagnostic);
  }

  /** The next word, left where it is. */
  peek(): Word | undefined {
    return this.words[this.at];
  }

  /** The next word; undefined at the end. */
  next(): Word | undefined {
    return this.words[this.at++];
  }

  /** The next word, which has to be there; `argument` says what it is. */
  require(argument: string): Word {
    return (
      this.next() ??
      this.refuse(messages.missingArgument({ keyword: this.subject.value, argument }), this.subject)
    );
  }

  /** All the words that are left. */
  rest(): readonly Word[] {
    const rest = this.words.slice(this.at);
    this.at = this.words.length;
    return rest;
  }

  /** The last word that was read. */
  get last(): Word {
    return this.words[Math.min(this.at, this.words.length) - 1] ?? this.subject;
  }

  refuse(message: Message, place: { readonly range: Range }, fixes?: readonly Fix[]): never {
    throw new Refusal({ severity: 'error', range: place.range, message, fixes });
  }

  warn(message: Message, place: { readonly range: Range }): void {
    this.report({ severity: 'warning', range: place.range, message });
  }
}
