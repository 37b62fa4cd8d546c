import type { Message } from '../util/message';
import type { Range } from './range';

/**
 * Something to say about a place in a file: `error` keeps it from running, `warning` runs and may surprise,
 * `info` has no effect here.
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info';
  readonly range: Range;
  readonly message: Message;
  /** Ready-made ways to mend it: each replaces its range by its text. */
  readonly fixes?: readonly Fix[];
}

export interface Fix {
  readonly title: Message;
  readonly range: Range;
  readonly newText: string;
}
