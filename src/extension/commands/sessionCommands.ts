import * as vscode from 'vscode';
import { parseEscapes } from '../../core/bytes/escapes';
import { keyOf } from '../model/keys';
import type { Row, SessionsRow } from '../model/rows/row';
import { sessionRow } from '../model/rows/sessionRows';
import type { SessionOwner, Workbench } from '../model/workbench';
import { byteSize } from '../../core/text/byteSize';
import { joined } from '../model/text';
import { say } from '../ui/say';
import { escapeProblem } from '../ui/validate';
import { rowsOf } from './targets';
import type { CommandServices, Handlers } from './command';
import { askText } from '../ui/askText';

type SessionRow = Extract<SessionsRow, { kind: 'session' }>;
type SessionCommandName = 'killSession' | 'openSession' | 'sendToClients' | 'showChecks' | 'hideChecks';

/** What acts on sessions. */
export function sessionCommands(services: CommandServices): Handlers<SessionCommandName> {
  const { workbench, trees, consoles } = services;
  const showChecks = async (show: boolean) => {
    await vscode.commands.executeCommand('setContext', 'wirebench.showsChecks', show);
    trees?.showChecks(show);
  };
  return {
    killSession: async (...args) => {
      const rows = await sessionRows(services, args, vscode.l10n.t('Kill Session'));
      for (const [owner, ids] of byOwner(rows)) await workbench.killSessions(owner, ids);
    },
    openSession: async (...args) => {
      const [row] = rowsOf(args, ['session']);
      if (row?.kind === 'session')
        await consoles?.openSession(row.session.id, `${row.owner.name} ↔ ${row.session.client}`);
    },
    sendToClients: async (...args) => {
      const to = await recipient(services, args);
      const bytes = to && (await askBytes(to.name));
      if (!bytes) return;
      const engine = await workbench.slot.get();
      const clients = await engine.servers.send({ to: to.to, bytes });
      void vscode.window.showInformationMessage(sentText(bytes.length, clients));
    },
    showChecks: () => showChecks(true),
    hideChecks: () => showChecks(false),
  };
}

/** The sessions that are meant: given, selected, or picked from those that live. */
async function sessionRows(
  { workbench, trees }: CommandServices,
  args: readonly unknown[],
  title: string,
): Promise<readonly SessionRow[]> {
  const given = rowsOf(args, ['session', 'owner']);
  const rows = given.length > 0 ? given : (trees?.selectionOf(['session', 'owner']).filter(isAlive) ?? []);
  if (rows.length === 0) return pickSessions(workbench, title);
  const sessions = await Promise.all(rows.map((row) => expanded(workbench, row)));
  return sessions.flat();
}

function isAlive(row: Row): boolean {
  if (row.kind === 'session') return row.session.state !== 'ended';
  return row.kind === 'owner' && row.owner.sessions.current > 0;
}

/** A session, or every one that a node has. */
async function expanded(workbench: Workbench, row: Row): Promise<readonly SessionRow[]> {
  if (row.kind === 'session') return [row];
  return row.kind === 'owner' ? livingOf(workbench, row.owner) : [];
}

/** The most that are asked for at once. */
const PAGE_SESSIONS = 1000;

/** All of them, page by page. */
async function livingOf(workbench: Workbench, owner: SessionOwner): Promise<readonly SessionRow[]> {
  const living: SessionRow[] = [];
  for (let left = true; left;) {
    const page = { includeEnded: false, offset: living.length, limit: PAGE_SESSIONS };
    const { rows, total } = await workbench.sessionPage(owner, page);
    for (const session of rows)
      living.push({ kind: 'session', key: keyOf.session(session.id), owner, session });
    left = rows.length > 0 && living.length < total;
  }
  return living;
}

async function pickSessions(workbench: Workbench, title: string): Promise<readonly SessionRow[]> {
  const living = await Promise.all(workbench.sessionOwners().map((owner) => livingOf(workbench, owner)));
  const items = living.flat().map((row) => ({
    row,
    label: `${row.owner.name} ↔ ${row.session.client}`,
    description: joined(sessionRow(row.session).description, say),
  }));
  const placeHolder = vscode.l10n.t('Choose one or more');
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  return picked?.map(({ row }) => row) ?? [];
}

function byOwner(rows: readonly SessionRow[]): ReadonlyMap<SessionOwner, readonly string[]> {
  const owners = new Map(rows.map(({ owner }) => [owner.id, owner]));
  return new Map(
    [...owners.values()].map((owner) => [
      owner,
      rows.filter((row) => row.owner.id === owner.id).map(({ session }) => session.id),
    ]),
  );
}

interface Recipient {
  readonly name: string;
  readonly to: { readonly session: string } | { readonly node: string };
}

/** One client, or all of a server. */
async function recipient(
  { workbench, trees }: CommandServices,
  args: readonly unknown[],
): Promise<Recipient | undefined> {
  const kinds = ['session', 'owner', 'server'] as const;
  const selected = trees?.selectionOf(kinds).filter(isOwn) ?? [];
  const [row] = [...rowsOf(args, kinds), ...selected];
  if (row?.kind === 'session') return { name: row.session.client, to: { session: row.session.id } };
  if (row?.kind === 'owner') return { name: row.owner.name, to: { node: row.owner.id } };
  if (row?.kind === 'server')
    return { name: workbench.servers.get(row.id)?.spec.name ?? row.id, to: { node: row.id } };
  return pickRecipient(workbench);
}

/** Whether we are who its clients talk to: a balancer only passes on. */
function isOwn(row: Row): boolean {
  return row.kind === 'server' || ('owner' in row && row.owner.balancer === undefined);
}

async function pickRecipient(workbench: Workbench): Promise<Recipient | undefined> {
  const owners = workbench.sessionOwners().filter((owner) => owner.balancer === undefined);
  const items = await Promise.all(owners.map((owner) => recipientItems(workbench, owner)));
  const picked = await vscode.window.showQuickPick(items.flat(), {
    title: vscode.l10n.t('Send to Clients'),
    placeHolder: vscode.l10n.t('Choose one client, or all of a server'),
  });
  return picked?.recipient;
}

async function recipientItems(workbench: Workbench, owner: SessionOwner) {
  const living = await livingOf(workbench, owner);
  const all = {
    label: `$(broadcast) ${owner.name}`,
    description: vscode.l10n.t('all clients'),
    recipient: { name: owner.name, to: { node: owner.id } } as Recipient,
  };
  const each = living.map(({ session }) => ({
    label: `$(arrow-swap) ${owner.name} ↔ ${session.client}`,
    description: '',
    recipient: { name: session.client, to: { session: session.id } },
  }));
  return [all, ...each];
}

async function askBytes(name: string): Promise<Uint8Array | undefined> {
  const text = await askText({
    title: vscode.l10n.t('Send to {name}', { name }),
    prompt: vscode.l10n.t('Text with escapes, such as hello\\r\\n or \\x00'),
    validateInput: escapeProblem,
  });
  return text === undefined || text === '' ? undefined : parseEscapes(text);
}

function sentText(bytes: number, clients: number): string {
  const size = byteSize(bytes);
  return clients === 1
    ? vscode.l10n.t('Sent {size} to 1 client.', { size })
    : vscode.l10n.t('Sent {size} to {count} clients.', { size, count: clients });
}
