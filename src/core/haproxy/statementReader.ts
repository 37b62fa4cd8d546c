import { replaceBy } from './arguments';
import { Cursor, Refusal, type ReadContext } from './cursor';
import { readEntry, type Apply } from './entryReader';
import type { Keyword, Prefix } from './keyword';
import { rangeAcross, type Line, type Word } from './line';
import { lexerMessages } from './lexerMessages';
import { messages } from './messages';
import { nearest } from '../text/suggest';
import type { Table } from './table';

/** The section that a statement stands in. */
export interface Place<T> {
  /** `global`, `defaults`, `frontend`, … */
  readonly section: string;
  /** Its letters in `Keyword.on`: one, or `D` and `d` for a defaults with a name. */
  readonly letters: readonly string[];
  readonly table: Table<T, Keyword<T>>;
}

/** What starts a statement: an optional `no` or `default`, and a keyword of one word or two. */
interface Head<T> {
  readonly prefix?: Prefix;
  readonly subject: Word;
  readonly keyword: Keyword<T>;
  /** Words that it takes. */
  readonly length: number;
}

/**
 * Reads one line of a section. The value sets what it says; undefined when it says nothing that counts, in which case
 * the reason has been reported.
 */
export function readStatement<T>(line: Line, place: Place<T>, context: ReadContext): Apply<T> | undefined {
  try {
    const words = wordsUpToEmpty(line, context);
    const head = readHead(words, place);
    if (!isAllowed(head, place, context)) return undefined;
    const cursor = new Cursor(words.slice(head.length), context, head.subject, head.prefix);
    const apply = readEntry(head.keyword, head.subject, cursor);
    const extra = cursor.next();
    if (extra)
      cursor.refuse(messages.extraArgument({ keyword: head.subject.value, word: extra.value }), extra);
    return apply;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.report(error.diagnostic);
    return undefined;
  }
}

/** An empty word ends a line for HAProxy. */
function wordsUpToEmpty(line: Line, context: ReadContext): readonly Word[] {
  const empty = line.words.findIndex((word) => word.value === '');
  const place = line.words[empty];
  if (!place) return line.words;
  context.report({ severity: 'warning', range: place.range, message: lexerMessages.emptyArgument() });
  return line.words.slice(0, empty);
}

function readHead<T>(words: readonly Word[], place: Place<T>): Head<T> {
  const [first, second] = words as readonly [Word, ...Word[]];
  const prefix = first.value === 'no' || first.value === 'default' ? first.value : undefined;
  if (!prefix || !second) return readKeyword(words, place);
  const head = readKeyword(words.slice(1), place);
  if (!head.keyword.prefixes.includes(prefix)) {
    refuse(first, messages.prefixNotAllowed({ prefix, keyword: head.subject.value }));
  }
  return { ...head, prefix, length: head.length + 1 };
}

function readKeyword<T>(words: readonly Word[], { table, section }: Place<T>): Head<T> {
  const [first, second] = words as readonly [Word, ...Word[]];
  const single = table.get(first.value);
  if (single) return { subject: first, keyword: single, length: 1 };
  const seconds = table.secondsOf(first.value);
  if (!seconds) {
    const message = messages.unknownKeyword({ keyword: first.value, section });
    return refuse(first, message, replaceBy(first, nearest(first.value, table.firsts)));
  }
  const candidates = seconds.join(', ');
  if (!second) return refuse(first, messages.incompleteKeyword({ keyword: first.value, candidates }));
  const subject = { value: `${first.value} ${second.value}`, range: rangeAcross(first.range, second.range) };
  const double = table.get(subject.value);
  return double ? { subject, keyword: double, length: 2 } : refuseSecond(first, second, seconds);
}

function refuseSecond(first: Word, second: Word, seconds: readonly string[]): never {
  const candidates = seconds.join(', ');
  const message =
    first.value === 'option'
      ? messages.unknownOption({ keyword: second.value })
      : messages.unknownSecondWord({ keyword: first.value, word: second.value, candidates });
  return refuse(second, message, replaceBy(second, nearest(second.value, seconds)));
}

/** Whether the section has the keyword; says so when it has not. */
function isAllowed<T>({ keyword, subject }: Head<T>, place: Place<T>, context: ReadContext): boolean {
  if (place.letters.some((letter) => keyword.on.includes(letter))) return true;
  const args = { keyword: subject.value, section: place.section };
  const { range } = subject;
  if (place.section === 'defaults' || keyword.elsewhere === 'refused') {
    context.report({ severity: 'error', range, message: messages.notInSection(args) });
  } else {
    context.report({ severity: 'warning', range, message: messages.ignoredInSection(args) });
  }
  return false;
}

function refuse(
  place: Word,
  message: Parameters<Cursor['refuse']>[0],
  fixes?: Parameters<Cursor['refuse']>[2],
): never {
  throw new Refusal({ severity: 'error', range: place.range, message, fixes });
}
