import * as vscode from 'vscode';
import { formatAddress } from '../../core/net/address';
import { Failure } from '../../core/util/message';
import { isAny, type Candidate } from '../model/candidates';
import type { Row } from '../model/rows/row';
import { isAdHoc, runnablesOf, statesOf, type Runnables } from '../model/targets';
import type { Workbench } from '../model/workbench';
import { tellFailure } from '../ui/notify';
import { settle, type CommandServices, type Handlers } from './command';
import { placeOf, showPlace } from './places';

const runnableKinds: readonly Row['kind'][] = ['server', 'frontend', 'wireFile', 'balancer', 'backend'];

type NodeCommandName =
  | 'startNode'
  | 'stopNode'
  | 'restartNode'
  | 'stopAll'
  | 'copyAddress'
  | 'removeServer'
  | 'toggleStartOnOpen'
  | 'goToFile'
  | 'restartEngine';

/** What acts on servers and balancers as a whole. */
export function nodeCommands({ workbench, files, targets, log }: CommandServices): Handlers<NodeCommandName> {
  const tell = (error: unknown) => void tellFailure(error, log);

  const start = async ({ servers, balancers }: Runnables) => {
    await settle(
      servers.map((id) => workbench.serverControl.start(id)),
      tell,
    );
    await settle(
      balancers.map(async (id) => {
        await files.addBalancer(vscode.Uri.parse(id, true));
        await workbench.balancerControl.start(id);
      }),
      tell,
    );
  };
  const stop = async ({ servers, balancers }: Runnables) => {
    await settle(
      balancers.map((id) => workbench.balancerControl.stop(id)),
      tell,
    );
    await settle(
      servers.map((id) => workbench.serverControl.stop(id)),
      tell,
    );
  };
  const choose = async (
    args: readonly unknown[],
    title: string,
    nothing: string,
    states: readonly string[],
  ) => {
    const wanted = (candidate: Candidate) =>
      isAny(candidate, 'server', 'balancer') && isAny(candidate, ...states);
    const fits = (row: Row) => statesOf(workbench, row).some((state) => states.includes(state));
    const rows = await targets.rows(args, { title, nothing, wanted, fits, kinds: runnableKinds });
    return runnablesOf(workbench, rows);
  };
  const nothingRuns = vscode.l10n.t('Nothing is running.');

  return {
    startNode: async (...args) => {
      const nothing = vscode.l10n.t('Nothing is stopped. Start a new server with “Start Server…”.');
      await start(await choose(args, vscode.l10n.t('Start'), nothing, ['stopped', 'failed']));
    },
    stopNode: async (...args) => {
      await stop(await choose(args, vscode.l10n.t('Stop'), nothingRuns, ['running', 'starting']));
    },
    restartNode: async (...args) => {
      const chosen = await choose(args, vscode.l10n.t('Restart'), nothingRuns, ['running', 'starting']);
      await stop(chosen);
      await start(chosen);
    },
    stopAll: async () => {
      for (const message of await workbench.stopAll()) tell(new Failure(message));
    },
    copyAddress: async (...args) => {
      const rows = await targets.rows(args, {
        title: vscode.l10n.t('Copy Address'),
        nothing: vscode.l10n.t('There is no node yet.'),
        wanted: (candidate) => isAny(candidate, 'node', 'member'),
        kinds: ['server', 'frontend', 'member'],
      });
      if (rows.length === 0) return;
      await vscode.env.clipboard.writeText(rows.flatMap((row) => addressesOf(workbench, row)).join('\n'));
    },
    removeServer: async (...args) => {
      const rows = await adHocRows({ workbench, targets }, args, vscode.l10n.t('Remove Server'));
      const { servers } = runnablesOf(workbench, rows);
      await stop({ servers, balancers: [] });
      for (const id of servers) workbench.servers.retire(id);
    },
    toggleStartOnOpen: async (...args) => {
      const rows = await adHocRows({ workbench, targets }, args, vscode.l10n.t('Toggle Start on Open'));
      for (const id of runnablesOf(workbench, rows).servers) toggleStartOnOpen(workbench, id);
    },
    goToFile: async (...args) => {
      const [row] = await targets.rows(args, {
        title: vscode.l10n.t('Go to Line in File'),
        nothing: vscode.l10n.t('No node comes from a file.'),
        wanted: (candidate) => placeOf(workbench, candidate.row) !== undefined,
        kinds: ['server', 'frontend', 'wireFile', 'balancer', 'backend', 'member'],
      });
      const place = row && placeOf(workbench, row);
      if (place) await showPlace(place);
    },
    restartEngine: async () => {
      for (const message of await workbench.recover()) tell(new Failure(message));
    },
  };
}

/** Servers that were started by hand: given, selected or picked. */
export function adHocRows(
  { workbench, targets }: Pick<CommandServices, 'workbench' | 'targets'>,
  args: readonly unknown[],
  title: string,
): Promise<readonly Row[]> {
  const nothing = vscode.l10n.t('There is no server that was started by hand.');
  const wanted = ({ row }: Candidate) => isAdHoc(workbench, row);
  const fits = (row: Row) => isAdHoc(workbench, row);
  return targets.rows(args, { title, nothing, wanted, fits, kinds: ['server'] });
}

function toggleStartOnOpen({ servers }: Workbench, id: string): void {
  const node = servers.get(id);
  if (node?.origin.kind === 'adHoc') servers.put(node.spec, !node.origin.startOnOpen);
}

function addressesOf({ servers, balancers }: Workbench, row: Row): readonly string[] {
  if (row.kind === 'server') return servers.get(row.id)?.snapshot.addresses.map(formatAddress) ?? [];
  if (row.kind === 'frontend') {
    const node = balancers.get(row.balancer)?.frontend(row.name);
    const addresses = node?.snapshot?.addresses ?? node?.spec.binds.map(({ address }) => address) ?? [];
    return addresses.map(formatAddress);
  }
  const member = row.kind === 'member' ? balancers.get(row.balancer)?.member(row.ref) : undefined;
  return member ? [formatAddress(member.spec.address)] : [];
}
