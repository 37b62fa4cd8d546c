import * as vscode from 'vscode';

/** Asks for a text. The question stays while a person looks something up elsewhere. Nothing when they give up. */
export function askText(options: vscode.InputBoxOptions): Promise<string | undefined> {
  return Promise.resolve(vscode.window.showInputBox({ ...options, ignoreFocusOut: true }));
}
