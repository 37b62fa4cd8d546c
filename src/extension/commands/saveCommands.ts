import * as vscode from 'vscode';
import type { ServerSpec } from '../../core/api/server';
import { appendServers, declarationOf } from '../../core/wire/append';
import { readWireFile } from '../files/languages';
import { runnablesOf } from '../model/targets';
import type { CommandServices, Handlers } from './command';
import { adHocRows } from './nodeCommands';

/** Writes servers that were started by hand into a `.wire` file. */
export function saveCommands({ workbench, files, targets }: CommandServices): Handlers<'saveAsFile'> {
  return {
    saveAsFile: async (...args) => {
      const rows = await adHocRows({ workbench, targets }, args, vscode.l10n.t('Save as File'));
      const { servers } = runnablesOf(workbench, rows);
      const specs = servers.flatMap((id) => workbench.servers.get(id)?.spec ?? []);
      const uri = specs.length > 0 ? await askFile() : undefined;
      if (!uri) return;
      const blocks = await append(uri, specs);
      blocks.forEach((block, i) => {
        workbench.servers.adopt(specs[i]?.id ?? block, block);
      });
      await files.addServers(uri);
      await vscode.window.showTextDocument(uri, { preview: false });
    },
  };
}

/** A `.wire` file of the workspace, or a new one. */
async function askFile(): Promise<vscode.Uri | undefined> {
  const known = await vscode.workspace.findFiles('**/*.wire', '**/node_modules/**', 100);
  if (known.length === 0) return askNewFile();
  const create = { label: `$(new-file) ${vscode.l10n.t('New file…')}`, uri: undefined };
  const items = known.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const picked = await vscode.window.showQuickPick([create, ...items], {
    title: vscode.l10n.t('Save as File'),
    placeHolder: vscode.l10n.t('A new file, or one to append to'),
  });
  return picked && (picked.uri ?? askNewFile());
}

function askNewFile(): Thenable<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const defaultUri = folder && vscode.Uri.joinPath(folder.uri, 'servers.wire');
  const filters = { [vscode.l10n.t('Wire files')]: ['wire'] };
  return vscode.window.showSaveDialog({ defaultUri, filters, title: vscode.l10n.t('Save as File') });
}

/** Appends to what the file holds (what its editor holds is saved first). Returns the ids of the new blocks. */
async function append(uri: vscode.Uri, specs: readonly ServerSpec[]): Promise<readonly string[]> {
  const declarations = specs.map((spec) => declarationOf(spec));
  const text = appendServers(await textOf(uri), declarations);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return readWireFile(text, uri)
    .servers.slice(-specs.length)
    .map(({ spec }) => spec.id);
}

async function textOf(uri: vscode.Uri): Promise<string> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  await document?.save();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
