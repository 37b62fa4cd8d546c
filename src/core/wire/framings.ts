import type { Framing } from '../bytes/framing';
import type { Arguments } from './arguments';
import type { Problems } from './problems';
import type { Statement } from './statement';
import { wireMessages } from './wireMessages';

const kinds = ['line', 'delimiter', 'fixed', 'length', 'idle'] as const;
const widths: readonly string[] = ['1', '2', '4'];

/** `line`, `delimiter "…"`, `fixed N`, `length 1|2|4 [big|little] [inclusive]`, `idle TIME`. */
export function readFraming(args: Arguments, statement: Statement, problems: Problems): Framing | undefined {
  const kind = args.oneOf(kinds);
  const framing = kind && framingOf(kind, args, statement, problems);
  if (kind) args.end();
  return framing;
}

function framingOf(
  kind: (typeof kinds)[number],
  args: Arguments,
  statement: Statement,
  problems: Problems,
): Framing | undefined {
  switch (kind) {
    case 'line':
      return { kind };
    case 'delimiter': {
      const delimiter = args.bytes();
      if (delimiter?.length === 0)
        return problems.error(statement.keyword.range, wireMessages.emptyDelimiter());
      return delimiter && { kind, delimiter };
    }
    case 'fixed': {
      const length = args.number(1, 1024 * 1024);
      return length === undefined ? undefined : { kind, length };
    }
    case 'length':
      return lengthPrefix(args);
    case 'idle': {
      const gapMs = args.duration();
      return gapMs === undefined ? undefined : { kind, gapMs };
    }
  }
}

function lengthPrefix(args: Arguments): Framing | undefined {
  const width = args.oneOf(widths);
  if (width === undefined) return undefined;
  const words = [];
  while (args.more) words.push(args.oneOf(['big', 'little', 'inclusive']));
  return {
    kind: 'lengthPrefix',
    width: Number(width) as 1 | 2 | 4,
    byteOrder: words.includes('little') ? 'little' : 'big',
    includesPrefix: words.includes('inclusive'),
  };
}
