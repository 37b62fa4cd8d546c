import { catalog, format, type Message } from '../../core/util/message';

/** Something to show: fixed text (names, addresses, HAProxy's words) or a message that gets translated. */
export type Text = string | Message;

/** Puts a text into the user's language. */
export type Say = (text: Text) => string;

/** English, for the log and the tests. */
export const english: Say = (text) => (typeof text === 'string' ? text : format(text));

/** The parts that are there, with dots between them: `UP · 12 sessions · 3 ms`. */
export function joined(parts: readonly (Text | undefined)[], say: Say): string {
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => say(part as Text))
    .join(' · ');
}

export const words = catalog('words', {
  stopped: 'stopped',
  starting: 'starting',
  running: 'running',
  stopping: 'stopping',
  failed: 'failed',
  oneSession: '1 session',
  sessions: '{count} sessions',
  oneMore: '1 more…',
  more: '{count} more…',
  backup: 'backup',
  weight: 'weight {weight}',
  startsOnOpen: 'starts on open',
  exposed: 'reachable from the network',
  changed: 'file changed since the start',
  oneError: '1 error in the file',
  errors: '{count} errors in the file',
  queued: '{count} queued',
});

/** `1 session`, `12 sessions`. */
export function sessionCount(count: number): Message {
  return count === 1 ? words.oneSession() : words.sessions({ count });
}

/** Milliseconds as people read them: `3 ms`, `2.1 s`, `3 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}
