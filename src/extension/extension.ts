import * as os from 'node:os';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/util/disposable';
import { Failure } from '../core/util/message';
import { Commands } from './commands/commands';
import { Targets } from './commands/targets';
import { createEngine, systemClock } from './composition';
import { ConsolePanels } from './console/consolePanels';
import { CodeLenses } from './editor/codeLenses';
import { Problems } from './editor/problems';
import { ParsedFiles } from './files/parsedFiles';
import { runningTargets } from './model/connectTarget';
import { machineOf } from './model/machine';
import { Workbench } from './model/workbench';
import { TerminalPath } from './terminalPath';
import { Trees } from './trees/trees';
import { ContextKeys } from './ui/contextKeys';
import { tellFailure } from './ui/notify';
import { Notifications } from './ui/notifications';
import { say, sayError } from './ui/say';
import { StatusBar } from './ui/statusBar';
import { WorkspacePermissions } from './ui/workspacePermissions';

/** VS Code waits about 5 s for `deactivate`; ports are given back well before. Milliseconds. */
const SHUTDOWN = 2000;

let running: Extension | undefined;

/** Called by VS Code when the window is ready. Returns the model to the extension's own tests. */
export function activate(context: vscode.ExtensionContext): Workbench | undefined {
  running = new Extension(context);
  return context.extensionMode === vscode.ExtensionMode.Test ? running.workbench : undefined;
}

/** Called by VS Code before the window closes or reloads. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

/** The features, each made in its own try: one that is broken does not stop the rest. */
class Extension {
  readonly workbench: Workbench;
  private readonly store = new DisposableStore();
  private readonly log = this.store.add(vscode.window.createOutputChannel('Wirebench', { log: true }));
  private readonly broken: string[] = [];

  constructor(private readonly context: vscode.ExtensionContext) {
    const { workspaceState } = context;
    this.workbench = this.store.add(
      new Workbench({
        createEngine: () => createEngine(context),
        permissions: new WorkspacePermissions(workspaceState),
        memory: workspaceState,
      }),
    );
    this.addFeatures();
    this.tellBroken();
    this.startSaved();
  }

  /** Gives every port back, in time whatever hangs. */
  async stop(): Promise<void> {
    const deadline = new Promise((resolve) => setTimeout(resolve, SHUTDOWN));
    try {
      await Promise.race([this.workbench.shutdown(SHUTDOWN), deadline]);
    } finally {
      this.store.dispose();
    }
  }

  private addFeatures(): void {
    const { workbench, log, context } = this;
    const machine = machineOf({
      remoteName: vscode.env.remoteName,
      isUi: context.extension.extensionKind === vscode.ExtensionKind.UI,
      hostname: os.hostname(),
      distribution: process.env.WSL_DISTRO_NAME,
    });
    this.add('terminal', () => new TerminalPath(context));
    this.add('context keys', () => new ContextKeys(workbench));
    this.add('status bar', () => new StatusBar(workbench, say(machine)));
    this.add('notifications', () => new Notifications(workbench, log));
    this.add('code lenses', () => new CodeLenses(workbench));
    const files = this.add('files', () => new ParsedFiles(workbench));
    const trees = this.add('trees', () => new Trees(workbench, machine));
    const consoles = this.add('consoles', () => this.makeConsoles());
    if (!files) return;
    this.add('problems', () => new Problems(workbench, files));
    const targets = new Targets(workbench, (kinds) => trees?.selectionOf(kinds) ?? []);
    this.add('commands', () => new Commands({ workbench, files, trees, targets, log, consoles }));
  }

  private makeConsoles(): ConsolePanels {
    const { slot } = this.workbench;
    return new ConsolePanels(this.context, {
      engine: () => slot.get(),
      onDidFailEngine: slot.onDidFail,
      suggestions: () => runningTargets(this.workbench),
      clock: systemClock,
      say,
    });
  }

  private add<T extends object>(name: string, make: () => T): T | undefined {
    try {
      const feature = make();
      if ('dispose' in feature) this.store.add(feature as T & Disposable);
      return feature;
    } catch (error) {
      this.broken.push(name);
      this.log.error(`${name}: ${sayError(error)}`, error);
      return undefined;
    }
  }

  private tellBroken(): void {
    if (this.broken.length === 0) return;
    const names = this.broken.join(', ');
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Parts of Wirebench could not be started: {names}. The log has the reasons.', { names }),
    );
  }

  /** Starts what is marked “start on open”, once the workspace is trusted. */
  private startSaved(): void {
    const start = async () => {
      for (const message of await this.workbench.startSaved())
        void tellFailure(new Failure(message), this.log);
    };
    if (vscode.workspace.isTrusted) void start();
    else this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void start()));
  }
}
