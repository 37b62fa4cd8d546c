import { messageOf } from '../util/message';
import type { Diagnostic } from '../text/diagnostic';
import { evaluateCondition, type ConditionFacts } from './conditions';
import { lexerMessages as say } from './lexerMessages';
import { rangeAcross, type Word } from './line';

/** Where a `.if` block stands: in the branch that counts, before it, past it, or inside a block that is skipped. */
interface Block {
  readonly opener: Word;
  branch: 'taken' | 'waiting' | 'done';
  afterElse: boolean;
}

const SEVERITIES = { '.notice': 'info', '.diag': 'info', '.warning': 'warning', '.alert': 'error' } as const;

/** The conditional blocks and messages of a file (configuration.txt 2.4), fed line by line. */
export class Directives {
  private readonly blocks: Block[] = [];

  constructor(
    private readonly facts: ConditionFacts,
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {}

  /** Whether the lines here count. */
  get active(): boolean {
    return this.blocks.every((block) => block.branch === 'taken');
  }

  /** Takes a line whose first word starts with a dot. */
  run(words: readonly Word[]): void {
    const [directive, ...args] = words as readonly [Word, ...Word[]];
    if (directive.value === '.if') this.open(directive, args);
    else if (directive.value === '.elif') this.otherwise(directive, args);
    else if (directive.value === '.else') this.otherwise(directive);
    else if (directive.value === '.endif') this.close(directive);
    else if (this.active) this.say(directive, args);
    if (directive.value === '.else' || directive.value === '.endif') this.refuseMore(directive, args[0]);
  }

  /** Reports the blocks that the file leaves open. */
  end(): void {
    for (const block of this.blocks) this.error(block.opener, say.unclosedIf());
  }

  private open(opener: Word, condition: readonly Word[]): void {
    const branch = !this.active ? 'done' : this.holds(opener, condition) ? 'taken' : 'waiting';
    this.blocks.push({ opener, branch, afterElse: false });
  }

  /** `.elif` with a condition, `.else` without. */
  private otherwise(directive: Word, condition?: readonly Word[]): void {
    const block = this.blocks.at(-1);
    if (!block) return this.error(directive, say.loneElse({ directive: directive.value }));
    if (block.afterElse) return this.error(directive, say.afterElse({ directive: directive.value }));
    block.afterElse = condition === undefined;
    if (block.branch === 'taken') block.branch = 'done';
    else if (block.branch === 'waiting' && (!condition || this.holds(directive, condition)))
      block.branch = 'taken';
  }

  private close(directive: Word): void {
    if (!this.blocks.pop()) this.error(directive, say.loneElse({ directive: directive.value }));
  }

  private say(directive: Word, args: readonly Word[]): void {
    if (!Object.hasOwn(SEVERITIES, directive.value)) {
      return this.error(directive, say.unknownDirective({ directive: directive.value }));
    }
    const severity = SEVERITIES[directive.value as keyof typeof SEVERITIES];
    this.report({ severity, range: directive.range, message: say.said({ text: args[0]?.value ?? '' }) });
    this.refuseMore(directive, args[1]);
  }

  private holds(directive: Word, condition: readonly Word[]): boolean {
    const text = condition.map((word) => word.value).join(' ');
    try {
      return evaluateCondition(text, this.facts);
    } catch (error) {
      const range = rangeAcross(
        condition[0]?.range ?? directive.range,
        condition.at(-1)?.range ?? directive.range,
      );
      this.report({ severity: 'error', range, message: messageOf(error) });
      return false;
    }
  }

  private refuseMore(directive: Word, extra: Word | undefined): void {
    if (extra) this.error(extra, say.extraDirectiveWord({ directive: directive.value, word: extra.value }));
  }

  private error(word: Word, message: Diagnostic['message']): void {
    this.report({ severity: 'error', range: word.range, message });
  }
}
