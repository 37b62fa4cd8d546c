import * as vscode from 'vscode';
import { formatAddress, isLoopback } from '../../core/net/address';
import { Failure } from '../../core/util/message';
import { permissionMessages, type Permissions, type RunRequest } from '../model/permissions';

const KEY = 'wirebench.allowNetwork';

/** Workspace trust, and the one question about addresses that others can reach. */
export class WorkspacePermissions implements Permissions {
  /** A question that is open: several starts at once share it. */
  private asking: Promise<boolean> | undefined;

  constructor(private readonly memory: vscode.Memento) {}

  async mayRun({ name, fromFile, addresses }: RunRequest): Promise<boolean> {
    const exposed = addresses.filter((address) => !isLoopback(address)).map(formatAddress);
    if (!vscode.workspace.isTrusted) {
      if (fromFile) throw new Failure(permissionMessages.untrustedFile({ name }));
      const [address] = exposed;
      if (address !== undefined) throw new Failure(permissionMessages.untrustedAddress({ name, address }));
    }
    return exposed.length === 0 || this.mayListen(name, exposed);
  }

  private async mayListen(name: string, exposed: readonly string[]): Promise<boolean> {
    if (this.memory.get(KEY) === true) return true;
    this.asking ??= this.ask(name, exposed).finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(name: string, exposed: readonly string[]): Promise<boolean> {
    const allow = vscode.l10n.t('Listen');
    const question = vscode.l10n.t('Listen on {address}?', { address: exposed.join(', ') });
    const detail = vscode.l10n.t(
      '“{name}” would be reachable from other machines, not only from this one. Your answer “Listen” is remembered for this workspace.',
      { name },
    );
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, allow);
    if (answer !== allow) return false;
    await this.memory.update(KEY, true);
    return true;
  }
}
