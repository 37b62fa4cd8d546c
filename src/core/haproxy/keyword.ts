import type { Range } from '../text/range';
import type { Message } from '../util/message';
import type { Argument } from './arguments';
import type { Setting } from './model';

/**
 * A word of the language that sets something: a keyword of a section, or a parameter of a `bind` or `server` line.
 * One table entry says all there is to say about it.
 */
export interface Entry<T> {
  /** As it is written; a keyword may be two words: `timeout connect`. */
  readonly name: string;
  readonly takes: readonly Argument<unknown>[];
  readonly support: Support;
  /** First version that knows it, when that is after 2.6. */
  readonly since?: string;
  readonly doc?: Documentation;
  /** Sets what the values of `takes` say. */
  set(target: T, values: readonly unknown[], site: Site): void;
}

/** What the embedded engine makes of an entry. */
export type Support =
  /** Does what HAProxy does. */
  | { readonly kind: 'full' }
  /** Without effect here: information. */
  | { readonly kind: 'inert' }
  /** Has its effect through another entry only, which says what there is to say. */
  | { readonly kind: 'dependent' }
  /** Without effect outside of HTTP mode, for HAProxy too: information. */
  | { readonly kind: 'http' }
  /** Would change behaviour, and is not done: an error that says why, and how to write it differently. */
  | { readonly kind: 'refused'; readonly why: (args: { keyword: string }) => Message };

/** What the editor shows of an entry. */
export interface Documentation {
  readonly summary: Message;
  /** What counts when it is not given, as it would be written. */
  readonly default?: string;
  /** Of a bare number. */
  readonly unit?: string;
}

/** The place that an entry is being read from. */
export interface Site {
  /** The entry with its arguments. */
  readonly range: Range;
  /** `no` or `default` before the keyword. */
  readonly prefix?: Prefix;
  /** A value, with this place. */
  setting<V>(value: V): Setting<V>;
  /** Says something about this place that may surprise. */
  warn(message: Message): void;
}

export type Prefix = 'no' | 'default';

/** A keyword of a section. */
export interface Keyword<T> extends Entry<T> {
  /**
   * The sections that have it (configuration.txt 4.1): `G`lobal, `D`efaults (`d`: only those with a name),
   * `F`rontend, `L`isten, `B`ackend.
   */
  readonly on: string;
  /** In another section: HAProxy refuses it, or warns and ignores it. `defaults` always refuses. */
  readonly elsewhere: 'ignored' | 'refused';
  /** Whether `no` may stand before it, and `default`. */
  readonly prefixes: readonly Prefix[];
}

/** What the values of a list of arguments are. */
type Values<A extends readonly Argument<unknown>[]> = {
  [I in keyof A]: A[I] extends Argument<infer V> ? V : never;
};

interface EntryDefinition<T, A extends readonly Argument<unknown>[]> {
  readonly name: string;
  readonly takes?: A;
  readonly support?: Support;
  readonly since?: string;
  readonly doc?: Documentation;
  readonly set?: (target: T, values: Values<A>, site: Site) => void;
}

interface KeywordDefinition<T, A extends readonly Argument<unknown>[]> extends EntryDefinition<T, A> {
  readonly on: string;
  readonly elsewhere?: 'ignored' | 'refused';
  readonly prefixes?: readonly Prefix[];
}

const FULL: Support = { kind: 'full' };
export const INERT: Support = { kind: 'inert' };
export const DEPENDENT: Support = { kind: 'dependent' };
export const HTTP: Support = { kind: 'http' };

/** Not done by the embedded engine, for the reason that `why` gives. */
export function refused(why: (args: { keyword: string }) => Message): Support {
  return { kind: 'refused', why };
}

/** Declares a parameter of a line. Without `takes` it is a word alone. */
export function parameter<T, const A extends readonly Argument<unknown>[]>(
  definition: EntryDefinition<T, A>,
): Entry<T> {
  const { takes = [], support = FULL, set = () => undefined, ...rest } = definition;
  return { ...rest, takes, support, set };
}

/** Declares a keyword of a section. */
export function keyword<T, const A extends readonly Argument<unknown>[]>(
  definition: KeywordDefinition<T, A>,
): Keyword<T> {
  const { on, elsewhere = 'ignored', prefixes = [], ...entry } = definition;
  return { ...parameter(entry), on, elsewhere, prefixes };
}

/** Several keywords that differ by their names only. */
export function keywords<T>(
  names: readonly string[],
  definition: Omit<KeywordDefinition<T, readonly Argument<unknown>[]>, 'name' | 'set'>,
): Keyword<T>[] {
  return names.map((name) => keyword({ ...definition, name }));
}

/** Several parameters that differ by their names only. */
export function parameters<T>(
  names: readonly string[],
  definition: Omit<EntryDefinition<T, readonly Argument<unknown>[]>, 'name' | 'set'>,
): Entry<T>[] {
  return names.map((name) => parameter({ ...definition, name }));
}
