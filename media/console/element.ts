import { LitElement } from 'lit';
import { fill, messageOf, type MessageArgs } from '../../src/core/util/message';
import type { ConsoleTexts } from '../../src/core/console/texts';

/** Puts values into one of the page's texts. */
export function put(template: string, args: MessageArgs): string {
  return fill(template, args);
}

/** The page's words: its own texts, and what the core says. */
export interface Words {
  readonly texts: ConsoleTexts;
  /** What went wrong, in the user's language. */
  explain(error: unknown): string;
}

export function wordsOf(texts: ConsoleTexts, templates: Readonly<Record<string, string>>): Words {
  return {
    texts,
    explain(error) {
      const { template, args } = messageOf(error);
      return fill(templates[template] ?? template, args);
    },
  };
}

/** An element without a shadow: the page's one style sheet, with its icons, is for all of them. */
export abstract class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Tells the elements around it. */
  protected tell<T>(name: string, detail?: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true }));
  }
}
