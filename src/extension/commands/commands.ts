import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { CommandName } from '../model/commandTable';
import { tellFailure } from '../ui/notify';
import { balancerCommands } from './balancerCommands';
import { checkCommands } from './checkCommands';
import type { CommandServices, Handlers } from './command';
import { nodeCommands } from './nodeCommands';
import { saveCommands } from './saveCommands';
import { editServerCommand } from './serverOptions';
import { sendCommands } from './sendCommands';
import { sessionCommands } from './sessionCommands';
import { startServerCommand } from './startServer';

/** Registers every command of the table. */
export class Commands implements Disposable {
  private readonly store = new DisposableStore();

  constructor(private readonly services: CommandServices) {
    for (const [name, run] of Object.entries(handlersOf(services))) {
      const guarded = (...args: unknown[]) => this.guard(() => run(...args));
      this.store.add(vscode.commands.registerCommand(`wirebench.${name}`, guarded));
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private async guard(run: () => unknown): Promise<void> {
    try {
      await run();
    } catch (error) {
      // Not awaited: whoever called the command need not wait until the notification is closed.
      void tellFailure(error, this.services.log);
    }
  }
}

function handlersOf(services: CommandServices): Handlers<CommandName> {
  const { trees, log } = services;
  return {
    ...startServerCommand(services),
    ...nodeCommands(services),
    ...balancerCommands(services),
    ...checkCommands(services),
    ...sessionCommands(services),
    ...sendCommands(services),
    ...saveCommands(services),
    ...editServerCommand(services),
    showLog: () => {
      log.show();
    },
    showMore: (request) => {
      const { tree, parent } = request as { tree: string; parent: string };
      trees?.showMore(tree, parent);
    },
  };
}
