import * as vscode from 'vscode';
import type { Disposable } from '../../core/util/disposable';
import type { Workbench } from '../model/workbench';
import { contextKeyNames, contextKeysOf, type ContextKey } from '../model/contextKeys';

/** Keeps the `when` clauses of menus and commands up to date. */
export class ContextKeys implements Disposable {
  private readonly set = new Map<ContextKey, boolean>();
  private readonly subscription: Disposable;

  constructor(workbench: Workbench) {
    const update = () => {
      const values = contextKeysOf(workbench);
      for (const key of contextKeyNames) this.put(key, values[key]);
    };
    this.subscription = workbench.onDidChange(update);
    update();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private put(key: ContextKey, value: boolean): void {
    if (this.set.get(key) === value) return;
    this.set.set(key, value);
    void vscode.commands.executeCommand('setContext', `wirebench.${key}`, value);
  }
}
