import * as vscode from 'vscode';
import { formatAddress, parseAddress } from '../../core/net/address';
import { isAny } from '../model/candidates';
import { connectTargetOf } from '../model/connectTarget';
import type { Row } from '../model/rows/row';
import { addressProblem } from '../ui/validate';
import type { ConsoleTarget } from '../console/consolePanels';
import type { CommandServices, Handlers } from './command';
import { rowsOf, type RowItem } from './targets';
import { askText } from '../ui/askText';

/** Where to send; kinds of rows that have an address to connect to. */
const connectable: readonly Row['kind'][] = ['server', 'frontend', 'member'];

/** What opens a console, or sends the editor's text or a file through one. */
export function sendCommands(services: CommandServices): Handlers<'connect' | 'sendSelection' | 'sendFile'> {
  const { workbench, trees, consoles } = services;
  const rowTarget = (args: readonly unknown[]) => {
    const [row] = [...rowsOf(args, connectable), ...(trees?.selectionOf(connectable) ?? [])];
    return row && connectTargetOf(workbench, row);
  };
  const send = async (bytes: Uint8Array, title: string) => {
    const target = await askTarget(services, title);
    if (target) await consoles?.open({ ...target, send: bytes });
  };
  return {
    connect: async (...args) => {
      const target = rowTarget(args) ?? (await askTarget(services, vscode.l10n.t('Connect')));
      if (target) await consoles?.open(target);
    },
    sendSelection: async () => {
      const editor = vscode.window.activeTextEditor;
      const texts = editor?.selections.map((selection) => editor.document.getText(selection)) ?? [];
      const bytes = new TextEncoder().encode(texts.filter((text) => text !== '').join('\n'));
      if (bytes.length > 0) await send(bytes, vscode.l10n.t('Send Selection to'));
    },
    sendFile: async (...args) => {
      const uri = args[0] instanceof vscode.Uri ? args[0] : await browse();
      if (uri) await send(await vscode.workspace.fs.readFile(uri), vscode.l10n.t('Send File to'));
    },
  };
}

async function browse(): Promise<vscode.Uri | undefined> {
  return (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Choose a file to send') }))?.[0];
}

/** A node, a server of a backend, or an address that is typed. */
async function askTarget(
  { workbench, targets }: CommandServices,
  title: string,
): Promise<ConsoleTarget | undefined> {
  const rows = targets.items(
    (candidate) => isAny(candidate, 'member') || (isAny(candidate, 'node') && isAny(candidate, 'running')),
  );
  if (rows.length === 0) return askAddress(title);
  const other = { label: `$(edit) ${vscode.l10n.t('Another address…')}`, row: undefined };
  const picked = await vscode.window.showQuickPick<RowItem | typeof other>([...rows, other], {
    title,
    placeHolder: vscode.l10n.t('Choose where to connect to'),
    matchOnDescription: true,
  });
  if (!picked) return undefined;
  return picked.row ? connectTargetOf(workbench, picked.row) : askAddress(title);
}

async function askAddress(title: string): Promise<ConsoleTarget | undefined> {
  const address = await askText({
    title,
    prompt: vscode.l10n.t('HOST:PORT, a port alone for 127.0.0.1, [IPv6]:PORT or unix@/path'),
    validateInput: (text) => (text === '' ? undefined : addressProblem(text)),
  });
  return address === undefined || address === ''
    ? undefined
    : { address: formatAddress(parseAddress(address)) };
}
