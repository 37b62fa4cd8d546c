import { Arguments } from './arguments';
import { removal, type Problems } from './problems';
import { lineRange, type Statement } from './statement';
import { wireMessages } from './wireMessages';

/** Reads one kind of statement. */
export type Reader = (args: Arguments, statement: Statement) => void;

/**
 * Reads statements by their keywords. One that is unknown, or given again where once is enough, is reported and passed
 * over.
 * @param repeatable keywords that may be given several times
 */
export function readStatements(
  statements: readonly Statement[],
  readers: Readonly<Record<string, Reader>>,
  problems: Problems,
  repeatable: readonly string[] = [],
): void {
  const known = new Map(Object.entries(readers));
  const seen = new Map<string, number>();
  for (const statement of statements) {
    const { text: word, range } = statement.keyword;
    const reader = statement.keyword.kind === 'word' ? known.get(word) : undefined;
    const before = seen.get(word);
    if (!reader) problems.unknown(statement.keyword, [...known.keys()]);
    else if (before !== undefined && !repeatable.includes(word))
      problems.error(range, wireMessages.repeated({ word, line: before + 1 }), removal(lineRange(statement)));
    else reader(new Arguments(statement, problems), statement);
    if (before === undefined) seen.set(word, range.startLine);
  }
}
