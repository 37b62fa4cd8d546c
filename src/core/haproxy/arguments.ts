import { messageOf } from '../util/message';
import type { Cursor } from './cursor';
import type { Word } from './line';
import { messages } from './messages';
import { nearest } from '../text/suggest';
import { parseLeadingInteger, parseTime, type TimeUnit } from './units';

/** One argument of a keyword: how it is written, and how it is read. */
export interface Argument<T> {
  /** As documentation writes it: `<time>`, `<name>`. */
  readonly label: string;
  /** The words that it may be, for completion. */
  readonly values?: readonly string[];
  /** Takes its words off the line; a word that cannot be read ends the line with an error. */
  read(cursor: Cursor): T;
}

/** Any one word. */
export function word(label: string): Argument<Word> {
  return { label, read: (cursor) => cursor.require(label) };
}

/** One of some words. */
export function choice<const V extends string>(...values: readonly V[]): Argument<V> {
  const label = values.join('|');
  return { label, values, read: (cursor) => readChoice(cursor, cursor.require(label), values) };
}

function readChoice<V extends string>(cursor: Cursor, found: Word, values: readonly V[]): V {
  const value = values.find((each) => each === found.value);
  if (value !== undefined) return value;
  const keyword = cursor.subject.value;
  const message = messages.notAChoice({ keyword, choices: values.join(', '), word: found.value });
  return cursor.refuse(message, found, replaceBy(found, nearest(found.value, values)));
}

/** The quick fix that replaces a word by a better one; none when there is no better one. */
export function replaceBy(found: Word, text: string | undefined) {
  if (text === undefined) return undefined;
  return [{ title: messages.useInstead({ text }), range: found.range, newText: text }];
}

/** A whole number. Like HAProxy it takes the number that the word starts with, 0 when there is none, but says so. */
export function integer(limits: { min?: number; max?: number } = {}): Argument<number> {
  const label = '<number>';
  return { label, read: (cursor) => readInteger(cursor, cursor.require(label), limits) };
}

function readInteger(
  cursor: Cursor,
  found: Word,
  { min = -Infinity, max = Infinity }: { min?: number; max?: number },
) {
  const { value, clean } = parseLeadingInteger(found.value);
  if (value < min || value > max) {
    const range = max === Infinity ? `≥ ${min}` : `${min}–${max}`;
    cursor.refuse(messages.outOfRange({ keyword: cursor.subject.value, range, value: found.value }), found);
  }
  if (!clean) cursor.warn(messages.notANumber({ word: found.value, value }), found);
  return value;
}

/** A duration in milliseconds; a bare number counts in `unit`. */
export function time(options: { unit?: TimeUnit; positive?: boolean } = {}): Argument<number> {
  const label = '<time>';
  return { label, read: (cursor) => readTime(cursor, cursor.require(label), options) };
}

function readTime(cursor: Cursor, found: Word, options: { unit?: TimeUnit; positive?: boolean }): number {
  const text = found.value;
  const parsed = parseTime(text, options.unit);
  if (!parsed.ok) {
    if (parsed.reason === 'overflow') cursor.refuse(messages.timeOverflow({ word: text }), found);
    const character = parsed.reason === 'character' ? parsed.character : '';
    cursor.refuse(messages.badTimeCharacter({ word: text, character }), found);
  }
  if (options.positive && parsed.ms === 0)
    cursor.refuse(messages.timeZero({ keyword: cursor.subject.value }), found);
  if (parsed.ignored !== '') cursor.warn(messages.timeRest({ rest: parsed.ignored }), found);
  else if (parsed.roundedUp) cursor.warn(messages.timeRoundedUp({ word: text, ms: parsed.ms }), found);
  return parsed.ms;
}

/** A word that `parse` makes sense of; what it throws is said at the word. */
export function parsed<T>(label: string, parse: (text: string) => T): Argument<T> {
  return { label, read: (cursor) => readParsed(cursor, cursor.require(label), parse) };
}

function readParsed<T>(cursor: Cursor, found: Word, parse: (text: string) => T): T {
  try {
    return parse(found.value);
  } catch (error) {
    return cursor.refuse(messageOf(error), found);
  }
}

/** An argument that may be left out at the end of a line. */
export function optional<T>(argument: Argument<T>): Argument<T | undefined> {
  const { label, values } = argument;
  return {
    label: `[${label}]`,
    values,
    read: (cursor) => (cursor.peek() ? argument.read(cursor) : undefined),
  };
}

/** All the words that are left, whatever they are. */
export function anything(label = '…'): Argument<readonly Word[]> {
  return { label, read: (cursor) => cursor.rest() };
}

/** Words that HAProxy takes without looking at them. */
export function ignored(): Argument<void> {
  return { label: '', read: warnIgnored };
}

function warnIgnored(cursor: Cursor): void {
  for (const extra of cursor.rest()) {
    cursor.warn(messages.ignoredArgument({ keyword: cursor.subject.value, word: extra.value }), extra);
  }
}
