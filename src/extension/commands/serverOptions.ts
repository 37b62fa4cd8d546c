import * as vscode from 'vscode';
import type { ServerSpec } from '../../core/api/server';
import { checkedName } from '../model/newServer';
import { optionsOf, type ServerOption } from '../model/serverOptions';
import { isActive } from '../model/serverNodes';
import { runnablesOf } from '../model/targets';
import type { Workbench } from '../model/workbench';
import { say } from '../ui/say';
import { problemOf } from '../ui/validate';
import type { CommandServices, Handlers } from './command';
import { adHocRows } from './nodeCommands';
import { askText } from '../ui/askText';

/** Changes a server that was started by hand; one that runs is started again with what it is now. */
export function editServerCommand({ workbench, targets }: CommandServices): Handlers<'editServer'> {
  return {
    editServer: async (...args) => {
      const title = vscode.l10n.t('Edit Server');
      const rows = await adHocRows({ workbench, targets }, args, title);
      const [id] = runnablesOf(workbench, rows).servers;
      const node = id === undefined ? undefined : workbench.servers.get(id);
      if (node?.origin.kind !== 'adHoc') return;
      const runs = isActive(node.snapshot.state);
      const done = runs ? vscode.l10n.t('Restart') : vscode.l10n.t('Keep');
      const spec = await askOptions(workbench, node.spec, { title, done });
      if (!spec) return;
      workbench.servers.put(spec, node.origin.startOnOpen);
      if (!runs) return;
      await workbench.serverControl.stop(spec.id);
      await workbench.serverControl.start(spec.id);
    },
  };
}

interface OptionsQuestion {
  readonly title: string;
  /** What the first item says: Enter takes the server as it is now. */
  readonly done: string;
}

/** Shows what can be set of a server, to be changed one by one. Nothing when the user gave up. */
export async function askOptions(
  workbench: Workbench,
  spec: ServerSpec,
  { title, done }: OptionsQuestion,
): Promise<ServerSpec | undefined> {
  const placeHolder = vscode.l10n.t('Choose what to change, or press Enter when it is right');
  for (let edited = spec; ;) {
    const options = optionsOf(edited, (name) => checkedName(workbench, name, spec.name));
    const items = [{ label: `$(check) ${done}`, option: undefined }, ...options.map(itemOf)];
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
    if (!picked) return undefined;
    if (!picked.option) return edited;
    edited = (await changed(picked.option)) ?? edited;
  }
}

function itemOf(option: ServerOption) {
  return { label: say(option.label), description: say(option.value), option };
}

/** Nothing when the user thought better of it. */
async function changed({ label, change }: ServerOption): Promise<ServerSpec | undefined> {
  if (change.kind === 'toggle') return change.set();
  const text = await askText({
    title: say(label),
    value: change.text,
    prompt: say(change.help),
    validateInput: (value) => problemOf(() => change.set(value)),
  });
  return text === undefined ? undefined : change.set(text);
}
