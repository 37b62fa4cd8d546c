import type { Frame } from 'playwright-core';
import type { Workbench } from './workbench';

/** One connection per send: who answered how often, and how many failed. */
export interface Tally {
  readonly rows: Readonly<Record<string, number>>;
  readonly failed: boolean;
}

/** The texts that some controls are found by. */
export interface SendLabels {
  readonly more: string;
  readonly each: string;
  readonly times: string;
}

/** The console in a workbench, driven as a person does. */
export class ConsolePanel {
  private constructor(readonly frame: Frame) {}

  /** Opens one on a node or server, from the palette. */
  static async open(workbench: Workbench, connectTitle: string, target: string): Promise<ConsolePanel> {
    await workbench.runCommand(connectTitle);
    await workbench.quickPick.pick(target);
    return ConsolePanel.titled(workbench, target);
  }

  static async titled(workbench: Workbench, title: string): Promise<ConsolePanel> {
    const frame = await workbench.webviewFrame(title);
    await frame.locator('wb-composer').waitFor();
    return new ConsolePanel(frame);
  }

  async write(text: string): Promise<void> {
    await this.frame.locator('vscode-textarea textarea').fill(text);
  }

  /** What is written and not sent yet. */
  async written(): Promise<string> {
    return this.frame.locator('vscode-textarea textarea').inputValue();
  }

  /** Clicks an icon by its label. */
  async press(label: string): Promise<void> {
    await this.frame.locator(`vscode-toolbar-button[label="${label}"]`).click();
  }

  async send(): Promise<void> {
    await this.frame.locator('wb-composer vscode-button:not([secondary])').click();
  }

  /** Sends on `times` connections of their own and waits for the last. */
  async sendEach(times: number, labels: SendLabels): Promise<Tally> {
    await this.toggleEach(labels, true);
    await this.frame.locator(`vscode-textfield[label="${labels.times}"] input`).fill(String(times));
    await this.send();
    await this.frame.locator('.tally', { hasText: new RegExp(`\\b${times}\\b.*\\b${times}\\b`) }).waitFor();
    await this.frame.locator('wb-composer vscode-button:not([secondary])').waitFor();
    return this.tally();
  }

  /** Sends on the connection that is open. */
  async sendOnce(labels: SendLabels): Promise<void> {
    await this.toggleEach(labels, false);
    await this.send();
  }

  private async toggleEach(labels: SendLabels, on: boolean): Promise<void> {
    const each = this.frame.locator(`vscode-checkbox[label="${labels.each}"]`);
    if ((await each.count()) === 0)
      await this.frame.locator(`vscode-toolbar-button[label="${labels.more}"]`).click();
    if ((await each.getByRole('checkbox').isChecked()) !== on) await each.click();
  }

  async tally(): Promise<Tally> {
    const rows = await this.frame.locator('.tally tr').allInnerTexts();
    const counts = rows.map((row) => /(\d+)×\s+(.*)/s.exec(row) ?? []);
    return {
      rows: Object.fromEntries(counts.map(([, count, who = '']) => [who.trim(), Number(count)])),
      failed: (await this.frame.locator('.tally .warning').count()) > 0,
    };
  }

  /** What it says of its connection. */
  async state(): Promise<string> {
    return this.frame.locator('.state').innerText();
  }

  /** What it says went wrong. */
  async problems(): Promise<string[]> {
    return this.frame.locator('.problem').allInnerTexts();
  }

  /** All rows of the transcript that are on screen. */
  async shown(): Promise<string> {
    return this.frame.locator('wb-transcript').innerText();
  }
}
