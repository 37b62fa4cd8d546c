import { ConsolePanel, type SendLabels } from './consolePanel';
import { copyDemo, type Demo } from './demo';
import { commandTitle } from './manifest';
import { translated } from './translations';
import type { TreeRow, TreeView } from './treeView';
import { Workbench, type Language } from './workbench';

/** The demo, played as a person does: servers, balancer, console; then one server is stopped and one drained. */
export class DemoScene {
  private constructor(
    readonly workbench: Workbench,
    private readonly demo: Demo,
    private readonly language: Language,
    readonly nodes: TreeView,
    readonly backends: TreeView,
    readonly sessions: TreeView,
  ) {}

  static async open(language: Language, ownPorts = false): Promise<DemoScene> {
    const demo = await copyDemo(ownPorts);
    const viewport = { width: 1440, height: 900 };
    const settings = { 'editor.minimap.enabled': false };
    const workbench = await Workbench.open({ folder: demo.folder, language, viewport, settings });
    await workbench.activity('Wirebench').click();
    const view = (name: string) => workbench.view(`wirebench.${name}`);
    const trees = [await view('nodes'), await view('backends'), await view('sessions')] as const;
    return new DemoScene(workbench, demo, language, ...trees);
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.demo.remove();
  }

  /** Starts the three servers of servers.wire from their file's row. */
  async startServers(): Promise<void> {
    await this.nodes.rowWhere(({ label }) => label === 'server3', 'the file’s servers');
    await this.nodes.inlineAction('servers.wire', await this.command('startNode'));
    await this.nodes.rowWhere(
      ({ label, description }) => label === 'servers.wire' && /3\/3/.test(description),
      '3/3',
    );
  }

  /** Runs haproxy.cfg from its lens. */
  async runBalancer(): Promise<void> {
    await this.workbench.openFile('haproxy.cfg');
    await this.workbench.codeLens(translated('Run', this.language)).click();
    for (const name of ['server1', 'server2', 'server3']) await this.server(name, /^UP/);
    await this.workbench.codeLens(translated('Stop', this.language)).waitFor();
  }

  /** Opens a console on the frontend, beside the file. */
  async openConsole(): Promise<ConsolePanel> {
    await this.workbench.runCommand('View: New Editor Group to the Right');
    const title = await commandTitle('wirebench.connect', this.language);
    return ConsolePanel.open(this.workbench, title, 'http_frontend');
  }

  /** The texts that the console's controls are found by. */
  get labels(): SendLabels {
    const say = (english: string) => translated(english, this.language);
    return { more: say('More ways to send'), each: say('One connection per send'), times: say('Times') };
  }

  async stopServer(name: string): Promise<void> {
    await this.nodes.inlineAction(name, await this.command('stopNode'));
    await this.server(name, /^DOWN/);
  }

  /** Drains a server; the sessions that it has live on. */
  async drainServer(name: string): Promise<void> {
    await this.backends.row(name).click();
    await this.run('drain');
    await this.workbench.quickPick.pick(translated('Until the last session ends', this.language));
    await this.server(name, /^DRAIN/);
  }

  /** Waits until the lens of the backend begins with `state` and has the console’s session alone. */
  async hasSettled(state: string): Promise<void> {
    const session = translated('1 session', this.language);
    await this.workbench.codeLens(`${state} · ${session}`).waitFor();
  }

  /** The name of a server that has a session now. */
  async busyServer(): Promise<string> {
    const session = translated('1 session', this.language);
    const isBusy = ({ level, description }: TreeRow) => level === 2 && description.includes(`· ${session} ·`);
    return (await this.backends.rowWhere(isBusy, 'a server with a session')).label;
  }

  /** Checks all servers, and waits until what each probe saw is listed. */
  async checkAll(): Promise<void> {
    await this.run('checkAll');
    const results = this.workbench.quickPick.widget.filter({ hasText: 'http_backend/server3' });
    await results.waitFor();
  }

  /** The row of a server of the backend, once it says so. */
  server(name: string, what: RegExp): Promise<TreeRow> {
    return this.backends.rowWhere(
      ({ label, description }) => label === name && what.test(description),
      `${name} is ${what}`,
    );
  }

  private async run(command: string): Promise<void> {
    await this.workbench.runCommand(await commandTitle(`wirebench.${command}`, this.language));
  }

  private async command(name: string): Promise<string> {
    return (await commandTitle(`wirebench.${name}`, this.language)).replace('Wirebench: ', '');
  }
}
