import * as vscode from 'vscode';
import type { CheckReport } from '../../core/api/balancer';
import { isAny } from '../model/candidates';
import { keyOf } from '../model/keys';
import { duration } from '../model/text';
import { checkText } from '../model/rows/tooltips';
import { allMembers, membersOf, type MemberGroup } from '../model/targets';
import type { Workbench } from '../model/workbench';
import type { CommandServices, Handlers } from './command';
import { placeOf, showPlace } from './places';

/** How long checks may take without a word, milliseconds. */
const PATIENCE = 500;

/** A result, and the haproxy.cfg that its server stands in. */
interface Outcome extends CheckReport {
  readonly balancer: string;
}

/** Checks servers now and shows what every probe saw. */
export function checkCommands({
  workbench,
  targets,
  log,
}: CommandServices): Handlers<'checkNow' | 'checkAll'> {
  const checkAndShow = async (groups: readonly MemberGroup[]) => {
    if (groups.length === 0) return;
    const outcomes = await checkWithProgress(workbench, groups);
    for (const outcome of outcomes) log.info(logLine(outcome));
    if (outcomes.length > 0) await showOutcomes(workbench, outcomes);
  };
  return {
    checkNow: async (...args) => {
      const rows = await targets.rows(args, {
        title: vscode.l10n.t('Check Health Now'),
        nothing: vscode.l10n.t('There is no backend. Open a haproxy.cfg first.'),
        wanted: (candidate) => isAny(candidate, 'backend', 'member'),
        kinds: ['balancer', 'frontend', 'backend', 'member'],
      });
      await checkAndShow(membersOf(workbench, rows));
    },
    checkAll: () => checkAndShow(allMembers(workbench)),
  };
}

/** What was seen until the end, or until the user cancelled. Progress is shown once it takes its time. */
async function checkWithProgress(
  workbench: Workbench,
  groups: readonly MemberGroup[],
): Promise<readonly Outcome[]> {
  const controller = new AbortController();
  const seen: Outcome[] = [];
  let tell = () => {};
  const onOutcome = (outcome: Outcome) => {
    seen.push(outcome);
    tell();
  };
  const run = Promise.all(groups.map((group) => checkGroup(workbench, group, controller.signal, onOutcome)));
  if (await endsSoon(run)) return seen;
  const total = groups.reduce((sum, { refs }) => sum + refs.length, 0);
  await vscode.window.withProgress(progressOptions(), async (progress, token) => {
    let told = 0;
    tell = () => {
      progress.report({
        message: `${seen.length}/${total}`,
        increment: (100 * (seen.length - told)) / total,
      });
      told = seen.length;
    };
    tell();
    token.onCancellationRequested(() => {
      controller.abort();
    });
    await run.catch((error: unknown) => {
      if (!token.isCancellationRequested) throw error;
    });
  });
  return seen;
}

function endsSoon(run: Promise<unknown>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE, false));
  return Promise.race([run.then(() => true), late]);
}

function progressOptions(): vscode.ProgressOptions {
  return {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Checking health'),
    cancellable: true,
  };
}

async function checkGroup(
  { balancerControl }: Workbench,
  { balancer, refs }: MemberGroup,
  signal: AbortSignal,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const onProgress = (report: CheckReport) => {
    onOutcome({ ...report, balancer });
  };
  await balancerControl.check(balancer, refs, { signal, onProgress });
}

interface OutcomeItem extends vscode.QuickPickItem {
  readonly outcome: Outcome;
}

/** A list of what each probe saw, failures first; picking one goes to its line. */
async function showOutcomes(workbench: Workbench, outcomes: readonly Outcome[]): Promise<void> {
  const passed = outcomes.filter(({ result }) => result.passed).length;
  const total = outcomes.length;
  const summary = vscode.l10n.t('{passed} of {total} health checks passed', { passed, total });
  const items = [...outcomes].sort(failuresFirst).map(itemOf);
  const placeHolder = vscode.l10n.t('What each probe saw; choose one to go to its line');
  const options = { title: summary, placeHolder, matchOnDescription: true, ignoreFocusOut: true };
  const picked = await vscode.window.showQuickPick(items, options);
  if (!picked) return;
  const { balancer, backend, server } = picked.outcome;
  const ref = { backend, server };
  const place = placeOf(workbench, { kind: 'member', key: keyOf.member(balancer, ref), balancer, ref });
  if (place) await showPlace(place);
}

function itemOf(outcome: Outcome): OutcomeItem {
  const { backend, server, result } = outcome;
  return {
    outcome,
    label: `${result.passed ? '$(pass-filled)' : '$(error)'} ${backend}/${server}`,
    description: `${checkText(result)} · ${duration(result.durationMs)}`,
  };
}

function failuresFirst(a: Outcome, b: Outcome): number {
  return Number(a.result.passed) - Number(b.result.passed);
}

function logLine({ backend, server, result }: Outcome): string {
  return `check ${backend}/${server}: ${checkText(result)} (${duration(result.durationMs)})`;
}
