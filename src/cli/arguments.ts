import { InvalidArgumentError } from 'commander';
import { parseAddress, type Address } from '../core/net/address';
import { messageOf, format } from '../core/util/message';

/** Argument parsers for commander: what they throw is shown beside the argument's name. */

export function address(text: string): Address {
  return understood(() => parseAddress(text));
}

/** A count or milliseconds: a whole number from `min`. */
export function wholeNumber(min: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min)
      throw new InvalidArgumentError(`Give a whole number from ${min}.`);
    return value;
  };
}

/** `Name: value`, any number of times. */
export function header(text: string, before: [string, string][] = []): [string, string][] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new InvalidArgumentError('Give it as "Name: value".');
  return [...before, [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]];
}

/** Refuses a certificate without its key, and a key without its certificate. */
export function requireBoth({ cert, key }: { readonly cert?: string; readonly key?: string }): void {
  if ((cert === undefined) !== (key === undefined))
    throw new InvalidArgumentError('--cert and --key belong together: give both.');
}

/** Whatever `parse` throws as commander's own error. */
export function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new InvalidArgumentError(format(messageOf(error)));
  }
}
