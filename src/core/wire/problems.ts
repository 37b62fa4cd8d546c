import { nearest } from '../text/suggest';
import type { Diagnostic, Fix } from '../text/diagnostic';
import type { Range } from '../text/range';
import type { Message } from '../util/message';
import type { Token } from './statement';
import { wireMessages } from './wireMessages';

/** What is wrong with a file, gathered while it is read: no mistake stops the reading. */
export class Problems {
  readonly diagnostics: Diagnostic[] = [];

  /** Returns nothing, so that a reader can report and give up its value in one go. */
  error(range: Range, message: Message, ...fixes: Fix[]): undefined {
    this.diagnostics.push({ severity: 'error', range, message, fixes });
  }

  warn(range: Range, message: Message, ...fixes: Fix[]): void {
    this.diagnostics.push({ severity: 'warning', range, message, fixes });
  }

  /** A word that is none of `known`: names the one that was likely meant, and offers it. */
  unknown({ text, range }: Token, known: readonly string[]): undefined {
    const similar = nearest(text, known);
    if (similar === undefined)
      return this.error(range, wireMessages.unknown({ word: text, known: known.join(', ') }));
    const fix = replaceBy(range, similar);
    return this.error(range, wireMessages.similar({ word: text, similar }), fix);
  }
}

export function replaceBy(range: Range, text: string): Fix {
  return { title: wireMessages.changeTo({ text }), range, newText: text };
}

export function removal(range: Range): Fix {
  return { title: wireMessages.remove(), range, newText: '' };
}
