import type * as vscode from 'vscode';
import type { ConsolePanels } from '../console/consolePanels';
import type { ParsedFiles } from '../files/parsedFiles';
import type { CommandName } from '../model/commandTable';
import type { Workbench } from '../model/workbench';
import type { Trees } from '../trees/trees';
import type { Targets } from './targets';

/** What commands work with; a feature that could not be made is left out, and that has been told. */
export interface CommandServices {
  readonly workbench: Workbench;
  readonly files: ParsedFiles;
  readonly trees?: Trees;
  readonly targets: Targets;
  readonly log: vscode.LogOutputChannel;
  readonly consoles?: ConsolePanels;
}

export type Run = (...args: unknown[]) => unknown;

/** The commands of one group: each name of the table is in exactly one. */
export type Handlers<Names extends CommandName> = Readonly<Record<Names, Run>>;

/** Runs all of them; what failed is told one by one, the rest goes on. */
export async function settle(
  tasks: readonly Promise<unknown>[],
  tell: (error: unknown) => unknown,
): Promise<void> {
  for (const result of await Promise.allSettled(tasks)) if (result.status === 'rejected') tell(result.reason);
}
