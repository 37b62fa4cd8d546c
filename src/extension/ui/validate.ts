import { parseEscapes } from '../../core/bytes/escapes';
import { parseAddress } from '../../core/net/address';
import { sayError } from './say';

/** Why a text is not an address; nothing when it is one. */
export function addressProblem(text: string): string | undefined {
  return problemOf(() => parseAddress(text));
}

/** Why a text with escapes cannot be read; nothing when it can. */
export function escapeProblem(text: string): string | undefined {
  return problemOf(() => parseEscapes(text));
}

/** Why something cannot be read; nothing when it can. */
export function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return sayError(error);
  }
}
