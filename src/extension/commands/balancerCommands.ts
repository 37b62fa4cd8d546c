import * as vscode from 'vscode';
import type { ServerAction } from '../../core/api/balancer';
import { isAny, type Candidate } from '../model/candidates';
import { membersOf, type MemberGroup } from '../model/targets';
import type { CommandServices, Handlers } from './command';
import { askText } from '../ui/askText';

type BalancerCommandName = 'startBalancer' | 'ready' | 'drain' | 'maint' | 'setWeight' | 'killSessionsOf';

/** What acts on balancers and the servers of their backends. */
export function balancerCommands(services: CommandServices): Handlers<BalancerCommandName> {
  const { workbench, files, targets } = services;

  const groupsOf = async (args: readonly unknown[], title: string) => {
    const rows = await targets.rows(args, {
      title,
      nothing: vscode.l10n.t('No balancer is running.'),
      wanted: (candidate: Candidate) => isAny(candidate, 'member') && isAny(candidate, 'running'),
      kinds: ['backend', 'member'],
    });
    return membersOf(workbench, rows);
  };
  const act = async (groups: readonly MemberGroup[], action: ServerAction) => {
    await Promise.all(
      groups.map(({ balancer, refs }) => workbench.balancerControl.act(balancer, refs, action)),
    );
  };
  const actNow =
    (title: string, action: ServerAction) =>
    async (...args: unknown[]) =>
      act(await groupsOf(args, title), action);

  return {
    startBalancer: async (...args) => {
      const uri = args[0] instanceof vscode.Uri ? args[0] : await pickFile(services);
      if (uri) await workbench.balancerControl.start(await files.addBalancer(uri));
    },
    ready: actNow(vscode.l10n.t('Ready'), { kind: 'ready' }),
    maint: actNow(vscode.l10n.t('Maintenance'), { kind: 'maint' }),
    killSessionsOf: actNow(vscode.l10n.t('Kill Sessions'), { kind: 'killSessions' }),
    drain: async (...args) => {
      const groups = await groupsOf(args, vscode.l10n.t('Drain'));
      const action = groups.length > 0 ? await askDrain() : undefined;
      if (action) await act(groups, action);
    },
    setWeight: async (...args) => {
      const groups = await groupsOf(args, vscode.l10n.t('Set Weight'));
      const weight = groups.length > 0 ? await askWeight(currentWeight(services, groups)) : undefined;
      if (weight !== undefined) await act(groups, { kind: 'weight', weight });
    },
  };
}

/** One of the known haproxy.cfg files, or any other. */
async function pickFile({ workbench }: CommandServices): Promise<vscode.Uri | undefined> {
  const known = workbench.balancers
    .all()
    .map(({ id, name }) => ({ label: name, uri: vscode.Uri.parse(id, true) }));
  if (known.length === 0) return browse();
  const other = { label: `$(folder-opened) ${vscode.l10n.t('Another file…')}`, uri: undefined };
  const picked = await vscode.window.showQuickPick([...known, other], {
    title: vscode.l10n.t('Start Balancer from File'),
    placeHolder: vscode.l10n.t('Choose a haproxy.cfg'),
  });
  return picked && (picked.uri ?? browse());
}

async function browse(): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Choose a haproxy.cfg');
  const filters = { 'haproxy.cfg': ['cfg', 'conf'] };
  return (await vscode.window.showOpenDialog({ title, filters }))?.[0];
}

/** How long the sessions get, and what comes then. */
async function askDrain(): Promise<ServerAction | undefined> {
  const title = vscode.l10n.t('Drain');
  const times = [
    { label: vscode.l10n.t('Until the last session ends'), ms: 0 },
    { label: vscode.l10n.t('30 seconds'), ms: 30_000 },
    { label: vscode.l10n.t('2 minutes'), ms: 120_000 },
    { label: vscode.l10n.t('10 minutes'), ms: 600_000 },
    { label: vscode.l10n.t('Another time…'), ms: undefined },
  ];
  const placeHolder = vscode.l10n.t('No new sessions from now on; how long may the open ones go on?');
  const time = await vscode.window.showQuickPick(times, { title, placeHolder });
  if (!time) return undefined;
  const timeoutMs = time.ms ?? (await askSeconds(title));
  if (timeoutMs === undefined) return undefined;
  if (timeoutMs === 0) return { kind: 'drain' };
  const ends = [
    { label: vscode.l10n.t('Leave them open'), kill: false },
    { label: vscode.l10n.t('Kill them'), kill: true },
  ];
  const end = await vscode.window.showQuickPick(ends, {
    title,
    placeHolder: vscode.l10n.t('What happens to the sessions that are left then?'),
  });
  return end && { kind: 'drain', timeoutMs, thenKill: end.kill };
}

async function askSeconds(title: string): Promise<number | undefined> {
  const text = await askText({
    title,
    prompt: vscode.l10n.t('Seconds, 1 to 86400'),
    validateInput: (value) =>
      wholeNumber(value, 1, 86_400) === undefined
        ? vscode.l10n.t('Write a whole number from 1 to 86400.')
        : undefined,
  });
  const seconds = wholeNumber(text ?? '', 1, 86_400);
  return seconds === undefined ? undefined : seconds * 1000;
}

async function askWeight(current: number | undefined): Promise<number | undefined> {
  const text = await askText({
    title: vscode.l10n.t('Set Weight'),
    prompt: vscode.l10n.t('0 to 256; a server with 0 takes no new sessions'),
    value: current === undefined ? undefined : String(current),
    validateInput: (value) =>
      wholeNumber(value, 0, 256) === undefined
        ? vscode.l10n.t('Write a whole number from 0 to 256.')
        : undefined,
  });
  return wholeNumber(text ?? '', 0, 256);
}

/** The weight that all of them have; nothing when they differ. */
function currentWeight({ workbench }: CommandServices, groups: readonly MemberGroup[]): number | undefined {
  const weights = groups.flatMap(({ balancer, refs }) =>
    refs.map((ref) => workbench.balancers.get(balancer)?.memberSnapshot(ref)?.weight),
  );
  return weights.every((weight) => weight === weights[0]) ? weights[0] : undefined;
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return value >= least && value <= most ? value : undefined;
}
