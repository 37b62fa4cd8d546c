import { RE2JS, RE2JSException } from 're2js';
import { Failure, catalog } from '../util/message';

/**
 * What is looked for in bytes. A regular expression (RE2's syntax) sees them as UTF-8 and runs in linear time; `.`
 * matches line ends too, since a frame often has one.
 */
export type Pattern =
  /** `ignoreCase` concerns the letters A–Z. An empty one is in everything. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly ignoreCase?: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly ignoreCase?: boolean };

/** Whether the pattern is somewhere in the bytes. */
export type Matcher = (bytes: Uint8Array) => boolean;

export const matcherMessages = catalog('matcher', {
  badRegex: '“{source}” is not a regular expression: {reason}',
});

/** @throws Failure when a regular expression is not one */
export function compilePattern(pattern: Pattern): Matcher {
  if (pattern.kind === 'regex') return regexMatcher(pattern.source, pattern.ignoreCase ?? false);
  if (pattern.ignoreCase) {
    const folded = foldCase(pattern.bytes);
    return (bytes) => contains(foldCase(bytes), folded);
  }
  return (bytes) => contains(bytes, pattern.bytes);
}

function regexMatcher(source: string, ignoreCase: boolean): Matcher {
  try {
    const flags = RE2JS.DOTALL | RE2JS.MULTILINE | (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    const regex = RE2JS.compile(source, flags);
    return (bytes) => regex.test(bytes);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    throw new Failure(matcherMessages.badRegex({ source, reason }), { cause: error });
  }
}

function contains(bytes: Uint8Array, wanted: Uint8Array): boolean {
  return indexOfBytes(bytes, wanted, 0) >= 0;
}

/** The first place of `wanted` in `bytes` at or after `from`, or −1. */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0];
  if (first === undefined) return from;
  const last = bytes.length - wanted.length;
  for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    if (startsAt(bytes, wanted, at)) return at;
  }
  return -1;
}

function startsAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  for (let i = 1; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** A copy with A–Z as a–z. */
function foldCase(bytes: Uint8Array): Uint8Array {
  const folded = bytes.slice();
  for (let i = 0; i < folded.length; i++) {
    const byte = folded[i] as number;
    if (byte >= 0x41 && byte <= 0x5a) folded[i] = byte | 0x20;
  }
  return folded;
}
