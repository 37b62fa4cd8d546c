import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly';

/** VS Code's quick input: the palette, quick picks and input boxes. */
export class QuickPick {
  readonly widget: Locator;
  readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
  }

  /** Replaces what stands in its field. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** Types unless its field is gone within a second, as it is when something else takes the focus. */
  tryType(text: string): Promise<boolean> {
    return succeeds(this.input.fill(text, { timeout: 1000 }));
  }

  /** Types (where `text` is given) and confirms. */
  async accept(text?: string): Promise<void> {
    if (text !== undefined) await this.type(text);
    await this.input.press('Enter');
  }

  /** Chooses the row with exactly this label. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** Ticks or unticks the row with exactly this label. */
  async toggle(label: string): Promise<void> {
    await this.row(label).locator('.quick-input-list-checkbox').click();
  }

  /** Whether the row is there within a second. */
  offers(label: string): Promise<boolean> {
    return succeeds(this.row(label).waitFor({ timeout: 1000 }));
  }

  /** The labels of the rows on screen. */
  async labels(): Promise<string[]> {
    return this.widget.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
  }

  /** What it says below its field: the error of a validation, or the prompt. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  /** A button of its title. */
  button(label: string): Locator {
    return this.widget.locator('.quick-input-titlebar').getByLabel(label);
  }

  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  private row(label: string): Locator {
    const name = exactly(this.page.locator('.label-name'), label);
    return this.widget.locator('.quick-input-list .monaco-list-row', { has: name }).first();
  }
}

function succeeds(attempt: Promise<void>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
