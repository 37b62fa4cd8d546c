import * as path from 'node:path';
import * as vscode from 'vscode';

/** Puts the command line `wirebench` on the PATH of VS Code's terminals. */
export class TerminalPath {
  constructor(context: vscode.ExtensionContext) {
    const { environmentVariableCollection: environment } = context;
    environment.description = vscode.l10n.t('Adds the command line “wirebench” to the PATH');
    environment.prepend('PATH', path.join(context.extensionPath, 'dist', 'bin') + path.delimiter);
    environment.replace('WIREBENCH_NODE', process.execPath);
  }
}
