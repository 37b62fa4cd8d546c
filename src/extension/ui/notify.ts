import * as vscode from 'vscode';
import { messageOf, type Message } from '../../core/util/message';
import { say } from './say';

/**
 * Tells of something that went wrong, with what can be done about it: trusting the workspace, or a look at the log.
 */
export async function tellFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const message = messageOf(error);
  log.error(say(message));
  if (error instanceof Error && message.code === 'unexpected') log.error(error);
  if (message.code === 'rpc.cancelled') return;
  const remedy = isTrustMatter(message) ? trustRemedy() : logRemedy(log);
  const answer = await vscode.window.showErrorMessage(say(message), remedy.title);
  if (answer === remedy.title) remedy.run();
}

function isTrustMatter(message: Message): boolean {
  return message.code.startsWith('permission.');
}

function trustRemedy() {
  const run = () => {
    void vscode.commands.executeCommand('workbench.trust.manage');
  };
  return { title: vscode.l10n.t('Manage Workspace Trust'), run };
}

function logRemedy(log: vscode.LogOutputChannel) {
  const run = () => {
    log.show();
  };
  return { title: vscode.l10n.t('Show Log'), run };
}
