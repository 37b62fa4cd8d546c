import * as vscode from 'vscode';
import type { Diagnostic, Fix } from '../../core/text/diagnostic';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { ParsedFiles } from '../files/parsedFiles';
import { balancerFailure, serverFailure } from '../model/startFailure';
import type { Workbench } from '../model/workbench';
import { rangeOf } from '../ui/convert';
import { say } from '../ui/say';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** What is wrong with the files and with what was started from them, as Problems with their quick fixes. */
export class Problems implements vscode.CodeActionProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection('wirebench'));
  private readonly parsed = new Map<string, readonly Diagnostic[]>();
  private readonly failures = new Map<string, readonly Diagnostic[]>();

  constructor(
    private readonly workbench: Workbench,
    files: ParsedFiles,
  ) {
    this.store.add(
      files.onDidParse(({ uri, diagnostics }) => {
        this.parsed.set(uri, diagnostics);
        this.show(uri);
      }),
    );
    this.store.add(
      workbench.onDidChange(() => {
        this.takeFailures();
      }),
    );
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    for (const language of ['haproxy', 'wire'])
      this.store.add(vscode.languages.registerCodeActionsProvider(language, this, kinds));
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const diagnostics = this.parsed.get(document.uri.toString()) ?? [];
    return diagnostics
      .filter((diagnostic) => rangeOf(diagnostic.range).intersection(range) !== undefined)
      .flatMap((diagnostic) =>
        (diagnostic.fixes ?? []).map((fix) => actionOf(document.uri, diagnostic, fix)),
      );
  }

  dispose(): void {
    this.store.dispose();
  }

  private takeFailures(): void {
    const now = failuresByFile(this.workbench);
    for (const uri of new Set([...now.keys(), ...this.failures.keys()])) {
      const found = now.get(uri) ?? [];
      if (JSON.stringify(found) === JSON.stringify(this.failures.get(uri) ?? [])) continue;
      this.failures.set(uri, found);
      this.show(uri);
    }
  }

  private show(uri: string): void {
    const all = [...(this.parsed.get(uri) ?? []), ...(this.failures.get(uri) ?? [])];
    this.collection.set(vscode.Uri.parse(uri, true), all.map(diagnosticOf));
  }
}

function failuresByFile({ balancers, servers }: Workbench): Map<string, Diagnostic[]> {
  const failures = new Map<string, Diagnostic[]>();
  const add = (uri: string, failure: Diagnostic | undefined) => {
    if (failure) failures.set(uri, [...(failures.get(uri) ?? []), failure]);
  };
  for (const balancer of balancers.all()) add(balancer.id, balancerFailure(balancer));
  for (const server of servers.all())
    if (server.origin.kind === 'file') add(server.origin.uri, serverFailure(server));
  return failures;
}

function diagnosticOf({ severity, range, message }: Diagnostic): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(range), say(message), severities[severity]);
  diagnostic.source = 'wirebench';
  diagnostic.code = message.code;
  return diagnostic;
}

function actionOf(uri: vscode.Uri, diagnostic: Diagnostic, fix: Fix): vscode.CodeAction {
  const action = new vscode.CodeAction(say(fix.title), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnosticOf(diagnostic)];
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(uri, rangeOf(fix.range), fix.newText);
  action.isPreferred = diagnostic.fixes?.length === 1;
  return action;
}
