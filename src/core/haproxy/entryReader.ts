import type { Range } from '../text/range';
import type { Message } from '../util/message';
import { replaceBy, type Argument } from './arguments';
import type { Cursor } from './cursor';
import type { Entry, Prefix, Site } from './keyword';
import { rangeAcross, type Word } from './line';
import { messages } from './messages';
import type { Setting } from './model';
import { nearest } from '../text/suggest';
import type { Table } from './table';
import { isAtLeast } from './version';

/** Does what an entry says, to a target. */
export type Apply<T> = (target: T) => void;

interface ReadOptions {
  /** Says nothing of what the engine makes of it. */
  readonly quiet?: boolean;
}

/** Reads the arguments of an entry whose name, `subject`, has just been taken off the line. */
export function readEntry<T>(
  entry: Entry<T>,
  subject: Word,
  cursor: Cursor,
  options: ReadOptions = {},
): Apply<T> {
  cursor.subject = subject;
  checkVersion(entry, cursor);
  const values = entry.takes.map((argument) => argument.read(cursor));
  // Parameters among the arguments were subjects of their own.
  cursor.subject = subject;
  if (!options.quiet) reportSupport(entry, cursor);
  const site = new EntrySite(cursor);
  return (target) => {
    entry.set(target, values, site);
  };
}

function checkVersion<T>({ since }: Entry<T>, cursor: Cursor): void {
  if (since === undefined || isAtLeast(cursor.version, since)) return;
  const { subject, version } = cursor;
  cursor.refuse(messages.keywordSince({ keyword: subject.value, since, version }), subject);
}

function reportSupport<T>({ support }: Entry<T>, cursor: Cursor): void {
  const keyword = cursor.subject.value;
  const { range } = cursor.subject;
  if (support.kind === 'inert')
    cursor.report({ severity: 'info', range, message: messages.noEffect({ keyword }) });
  if (support.kind === 'http')
    cursor.report({ severity: 'info', range, message: messages.httpOnly({ keyword }) });
  if (support.kind === 'refused')
    cursor.report({ severity: 'error', range, message: support.why({ keyword }) });
}

class EntrySite implements Site {
  readonly range: Range;
  readonly prefix: Prefix | undefined;

  constructor(private readonly cursor: Cursor) {
    this.range = rangeAcross(cursor.subject.range, cursor.last.range);
    this.prefix = cursor.prefix;
  }

  setting<V>(value: V): Setting<V> {
    return { value, range: this.range };
  }

  warn(message: Message): void {
    this.cursor.warn(message, this);
  }
}

/**
 * The parameters at the end of a `bind` or `server` line, in any order. Its value sets them all.
 * @param line the keyword of the line, for messages
 */
export function parametersOf<T>(
  table: Table<T>,
  line: string,
  options: ReadOptions = {},
): Argument<Apply<T>> {
  return {
    label: '[<parameter>…]',
    read(cursor) {
      const applies: Apply<T>[] = [];
      for (let found = cursor.next(); found; found = cursor.next()) {
        applies.push(readEntry(parameterNamed(table, found, line, cursor), found, cursor, options));
      }
      return (target) => {
        for (const apply of applies) apply(target);
      };
    },
  };
}

function parameterNamed<T>(table: Table<T>, found: Word, line: string, cursor: Cursor): Entry<T> {
  const message = messages.unknownParameter({ keyword: found.value, line });
  return (
    table.get(found.value) ??
    cursor.refuse(message, found, replaceBy(found, nearest(found.value, table.names)))
  );
}
