import * as vscode from 'vscode';
import type { Disposable } from '../../core/util/disposable';

const SCHEME = 'wirebench-dimmed';

/** A URI that makes the row that carries it pale. */
export function dimmedUri(key: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${key}` });
}

/** Paints rows pale that are over: tree items have no such property, decorations of URIs do. */
export class Dimming implements vscode.FileDecorationProvider, Disposable {
  private readonly registration = vscode.window.registerFileDecorationProvider(this);

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    return { color: new vscode.ThemeColor('disabledForeground') };
  }

  dispose(): void {
    this.registration.dispose();
  }
}
