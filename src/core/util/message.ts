/**
 * What the core says to a person: a code, an English template and the values to put in it. The command line prints
 * `format(message)`; the extension looks the template up in its language bundle. A message names the place, the
 * reason and, where there is one, the remedy.
 */
export interface Message {
  readonly code: string;
  /** English; `{name}` stands for `args.name`. */
  readonly template: string;
  readonly args: MessageArgs;
}

export type MessageArgs = Readonly<Record<string, string | number>>;

/** The names between braces of a template, as an argument type. */
type ArgsOf<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string | number> & ArgsOf<Rest>
  : unknown;

type Maker<T extends string> = T extends `${string}{${string}}${string}`
  ? (args: ArgsOf<T>) => Message
  : () => Message;

/** Templates by code: each becomes a function from its arguments to a Message. */
export type Catalog<T extends Record<string, string>> = { readonly [Code in keyof T]: Maker<T[Code]> } & {
  /** The templates themselves, for the check that each has a translation. */
  readonly templates: readonly string[];
};

/**
 * Declares the messages of a room. `room` becomes the first part of each code: `catalog('net', { inUse: '…' })`
 * makes `net.inUse`.
 */
export function catalog<const T extends Record<string, string>>(room: string, templates: T): Catalog<T> {
  const makers: Record<string, unknown> = { templates: Object.values(templates) };
  for (const [name, template] of Object.entries(templates)) {
    makers[name] = (args: MessageArgs = {}): Message => ({ code: `${room}.${name}`, template, args });
  }
  return makers as Catalog<T>;
}

/** The message in English. */
export function format(message: Message): string {
  return fill(message.template, message.args);
}

/** Puts `args` into the `{name}` places of `template`; a name without a value stays as it is. */
export function fill(template: string, args: MessageArgs): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => String(args[name] ?? place));
}

/** An error whose text is a Message: expected, and meant for a person. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly detail: Message,
    options?: { cause?: unknown },
  ) {
    super(format(detail), options);
  }
}

/** The message of anything that was thrown: a Failure's own, otherwise its text under the code `unexpected`. */
export function messageOf(error: unknown): Message {
  if (error instanceof Failure) return error.detail;
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', template: '{text}', args: { text } };
}
