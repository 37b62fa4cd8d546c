import * as vscode from 'vscode';
import type { Draft, FileChoice, FilePurpose, Snippet, Suggestion } from '../../core/console/page';
import type { Dialogs } from './consoleHost';
import { askText } from '../ui/askText';

/** The window's own dialogs; files of any file system that VS Code knows. */
export const consoleDialogs: Dialogs = {
  async pickFile(purpose) {
    const [uri] = (await vscode.window.showOpenDialog({ title: titleOf(purpose) })) ?? [];
    if (!uri) return undefined;
    const { size } = await vscode.workspace.fs.stat(uri);
    return { uri: uri.toString(), name: nameOf(uri), size } satisfies FileChoice;
  },

  readFile: async (uri) => vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true)),

  async pickTarget(suggestions, recent) {
    const items: TargetItem[] = [
      separator(vscode.l10n.t('Nodes and servers')),
      ...suggestions.map((target) => ({ label: target.name ?? '', description: target.address, target })),
      separator(vscode.l10n.t('Recent')),
      ...recent.map((address) => ({ label: address, target: { address, tls: false } })),
    ];
    const placeHolder = vscode.l10n.t('Choose where to connect to');
    return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.target;
  },

  async pickDraft(drafts) {
    const items = drafts.map((draft) => ({ ...draftItem(draft), draft }));
    const placeHolder = vscode.l10n.t('What was sent before, the last first');
    return (await vscode.window.showQuickPick(items, { placeHolder }))?.draft;
  },

  pickSnippet,

  async save(read) {
    const picked = await vscode.window.showQuickPick(
      [
        { label: vscode.l10n.t('Received bytes'), direction: 'received' as const },
        { label: vscode.l10n.t('Sent bytes'), direction: 'sent' as const },
        { label: vscode.l10n.t('Both, in the order of the transcript'), direction: undefined },
      ],
      { placeHolder: vscode.l10n.t('Choose what to save, exactly as it was on the wire') },
    );
    if (!picked) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const defaultUri = folder && vscode.Uri.joinPath(folder, `${picked.direction ?? 'transcript'}.bin`);
    const uri = await vscode.window.showSaveDialog({ defaultUri });
    if (uri) await write(uri, (signal) => read(picked.direction, signal));
  },

  copy: async (text) => vscode.env.clipboard.writeText(text),

  askSnippetName: async () =>
    askText({
      title: vscode.l10n.t('Save as Snippet'),
      prompt: vscode.l10n.t('A name for it. One of the same name is replaced.'),
    }),
};

interface TargetItem extends vscode.QuickPickItem {
  readonly target?: Suggestion;
}

function separator(label: string): TargetItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function draftItem({ kind, text, file }: Draft): vscode.QuickPickItem {
  return { label: file?.name ?? text.replace(/\n/g, '⏎'), description: kind === 'text' ? undefined : kind };
}

/** A quick pick whose rows can be deleted. */
function pickSnippet(
  snippets: readonly Snippet[],
  remove: (name: string) => void,
): Promise<Draft | undefined> {
  const trash = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete') };
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly snippet: Snippet }>();
  pick.placeholder = vscode.l10n.t('Choose a snippet');
  pick.items = snippets.map((snippet) => {
    const { label, description } = draftItem(snippet.draft);
    return { label: snippet.name, description, detail: label, buttons: [trash], snippet };
  });
  return new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item }) => {
      remove(item.snippet.name);
      pick.items = pick.items.filter((other) => other !== item);
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.snippet.draft);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

async function write(uri: vscode.Uri, read: (signal: AbortSignal) => Promise<Uint8Array>): Promise<void> {
  const title = vscode.l10n.t('Saving {file}', { file: nameOf(uri) });
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort();
    });
    const bytes = await read(abort.signal);
    if (!token.isCancellationRequested) await vscode.workspace.fs.writeFile(uri, bytes);
  });
}

function titleOf(purpose: FilePurpose): string {
  switch (purpose) {
    case 'ca':
      return vscode.l10n.t('Choose a CA certificate (PEM)');
    case 'cert':
      return vscode.l10n.t('Choose a client certificate (PEM)');
    case 'key':
      return vscode.l10n.t('Choose the key of the client certificate (PEM)');
    case 'payload':
      return vscode.l10n.t('Choose a file to send');
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
