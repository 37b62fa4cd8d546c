import * as vscode from 'vscode';
import type { Range } from '../../core/text/range';

export function rangeOf({ startLine, startColumn, endLine, endColumn }: Range): vscode.Range {
  return new vscode.Range(startLine, startColumn, endLine, endColumn);
}
