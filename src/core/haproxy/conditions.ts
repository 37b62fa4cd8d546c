import { Failure } from '../util/message';
import { lexerMessages as say } from './lexerMessages';
import type { Lookup } from './lexer';
import { isAtLeast } from './version';

/** What conditions can ask about. */
export interface ConditionFacts {
  readonly lookup: Lookup;
  /** The HAProxy version to answer for, such as `2.6`. */
  readonly version: string;
  /** Build features that count as there, such as `OPENSSL`. */
  readonly features: readonly string[];
}

interface Predicate {
  readonly arguments: number;
  holds(args: readonly string[], facts: ConditionFacts): boolean;
}

/** The predicates of configuration.txt 2.4. Nothing of OpenSSL is known here, so that what asks for it is false. */
const PREDICATES: Readonly<Record<string, Predicate>> = {
  defined: { arguments: 1, holds: ([name = ''], facts) => facts.lookup(name) !== undefined },
  feature: { arguments: 1, holds: ([name = ''], facts) => facts.features.includes(name) },
  streq: { arguments: 2, holds: ([a, b]) => a === b },
  strneq: { arguments: 2, holds: ([a, b]) => a !== b },
  strstr: { arguments: 2, holds: ([text = '', part = '']) => text.includes(part) },
  version_atleast: { arguments: 1, holds: ([version = ''], facts) => isAtLeast(facts.version, version) },
  version_before: { arguments: 1, holds: ([version = ''], facts) => !isAtLeast(facts.version, version) },
  enabled: { arguments: 1, holds: () => false },
  openssl_version_atleast: { arguments: 1, holds: () => false },
  openssl_version_before: { arguments: 1, holds: () => false },
  ssllib_name_startswith: { arguments: 1, holds: () => false },
  awslc_api_atleast: { arguments: 1, holds: () => false },
  awslc_api_before: { arguments: 1, holds: () => false },
};

/**
 * Whether the condition of a `.if` holds: integers, predicates, `!`, `&&` (binds tighter), `||`, parentheses; nothing
 * at all is false.
 * @throws Failure that names what cannot be read
 */
export function evaluateCondition(text: string, facts: ConditionFacts): boolean {
  if (text.trim() === '') return false;
  return new ConditionReader(text, facts).whole();
}

class ConditionReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly facts: ConditionFacts,
  ) {}

  whole(): boolean {
    const value = this.or();
    if (this.at < this.text.length) this.fail();
    return value;
  }

  private or(): boolean {
    let value = this.and();
    while (this.accept('||')) value = this.and() || value;
    return value;
  }

  private and(): boolean {
    let value = this.term();
    while (this.accept('&&')) value = this.term() && value;
    return value;
  }

  private term(): boolean {
    if (this.accept('!')) return !this.term();
    if (this.accept('(')) {
      const value = this.or();
      if (!this.accept(')')) this.fail();
      return value;
    }
    return this.integer() ?? this.predicate();
  }

  private integer(): boolean | undefined {
    const digits = this.match(/[+-]?\d+/y);
    return digits === undefined ? undefined : Number(digits) !== 0;
  }

  private predicate(): boolean {
    const name = this.match(/[A-Za-z_]\w*/y);
    if (name === undefined) this.fail();
    const predicate = Object.hasOwn(PREDICATES, name) ? PREDICATES[name] : undefined;
    if (!predicate) throw new Failure(say.unknownPredicate({ name }));
    const list = this.match(/\([^()]*\)/y);
    if (list === undefined) this.fail();
    this.skipBlanks();
    const args = list.slice(1, -1).split(',');
    if (args.length !== predicate.arguments) {
      throw new Failure(say.conditionArguments({ name, expected: predicate.arguments, got: args.length }));
    }
    return predicate.holds(args, this.facts);
  }

  private accept(token: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    this.skipBlanks();
    return true;
  }

  /** What a sticky expression matches here. */
  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private skipBlanks(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  private fail(): never {
    throw new Failure(say.badCondition({ text: this.text }));
  }
}
