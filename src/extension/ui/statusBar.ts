import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { downTip, failedTip, summarise, summaryText, type Summary } from '../model/summary';
import { joined } from '../model/text';
import type { Workbench } from '../model/workbench';
import { say } from './say';

/** `3 nodes · 1 DOWN`, while anything runs or failed. */
export class StatusBar implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item: vscode.StatusBarItem;
  private shown = '';

  constructor(
    private readonly workbench: Workbench,
    private readonly machine: string,
  ) {
    this.item = this.store.add(
      vscode.window.createStatusBarItem('wirebench.summary', vscode.StatusBarAlignment.Left),
    );
    this.item.name = 'Wirebench';
    this.item.command = 'wirebench.nodes.focus';
    this.store.add(
      workbench.onDidChange(() => {
        this.show();
      }),
    );
    this.show();
  }

  dispose(): void {
    this.store.dispose();
  }

  private show(): void {
    const summary = summarise(this.workbench);
    const text = joined(summaryText(summary), say);
    if (text === this.shown) return;
    this.shown = text;
    const isBad = summary.down > 0 || summary.failed > 0;
    this.item.text = `${isBad ? '$(warning)' : '$(pulse)'} ${text}`;
    this.item.tooltip = this.tooltip(summary, text);
    this.item.accessibilityInformation = { label: `Wirebench: ${text}` };
    if (summary.running + summary.failed === 0) this.item.hide();
    else this.item.show();
  }

  private tooltip({ down, failed }: Summary, text: string): vscode.MarkdownString {
    const lines = [`**Wirebench** ${this.machine}`, text];
    if (failed > 0) lines.push(say(failedTip(failed)));
    if (down > 0) lines.push(say(downTip(down)));
    return new vscode.MarkdownString(lines.join('\n\n'));
  }
}
