import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { Message } from '../../core/util/message';
import { isWanted, noticesOf, type Notice } from '../model/notices';
import type { Workbench } from '../model/workbench';
import { say } from './say';
import { settings } from './settings';

/** Tells of servers and backends that go down, as the user wants it, and of an engine that failed. */
export class Notifications implements Disposable {
  private readonly store = new DisposableStore();

  constructor(
    workbench: Workbench,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store.add(
      workbench.balancerControl.onWillChange((change) => {
        const balancer = workbench.balancers.get(change.id);
        for (const notice of balancer ? noticesOf(balancer, change) : []) this.tell(notice);
      }),
    );
    this.store.add(
      workbench.onDidLoseEngine((reason) => {
        void this.offerRestart(reason);
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  private tell(notice: Notice): void {
    const text = say(notice.message);
    this.log.info(text);
    if (!isWanted(notice, settings.notifications())) return;
    if (notice.level === 'all') void vscode.window.showInformationMessage(text);
    else void this.warn(text);
  }

  private async warn(text: string): Promise<void> {
    const show = vscode.l10n.t('Show Backends');
    const answer = await vscode.window.showWarningMessage(text, show);
    if (answer === show) await vscode.commands.executeCommand('wirebench.backends.focus');
  }

  private async offerRestart(reason: Message): Promise<void> {
    this.log.error(say(reason));
    const restart = vscode.l10n.t('Restart');
    const showLog = vscode.l10n.t('Show Log');
    const answer = await vscode.window.showErrorMessage(say(reason), restart, showLog);
    if (answer === showLog) this.log.show();
    if (answer === restart) await vscode.commands.executeCommand('wirebench.restartEngine');
  }
}
