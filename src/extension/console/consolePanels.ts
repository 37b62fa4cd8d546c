import * as vscode from 'vscode';
import { consolePage, type PageState, type Target } from '../../core/console/page';
import { rpcMessages } from '../../core/rpc/channel';
import type { Disposable } from '../../core/util/disposable';
import { DisposableStore } from '../../core/util/disposable';
import { consoleDialogs } from './consoleDialogs';
import { ConsoleHost, type ConsolePorts } from './consoleHost';
import { consoleHtml } from './consoleHtml';
import { ConsolePeer } from './consolePeer';
import { Library } from './library';
import { servePage } from './servedPage';
import { SessionPeer } from './sessionPeer';
import { WebviewTransport } from './webviewTransport';

const VIEW_TYPE = 'wirebench.console';

export type ConsolePanelPorts = Omit<ConsolePorts, 'library' | 'dialogs'>;

/** What a console is opened for. */
export interface ConsoleTarget {
  /** As `parseAddress` reads it. */
  readonly address: string;
  readonly name?: string;
  readonly tls?: boolean;
  /** Sent once connected. */
  readonly send?: Uint8Array;
}

/** What the page keeps through a reload of the window; `view` is its own business. */
interface SavedState {
  readonly role?: PageState['role'];
  readonly id?: string;
  readonly title?: string;
  readonly target?: Target;
}

interface Console {
  readonly panel: vscode.WebviewPanel;
  readonly host: ConsoleHost;
  readonly address?: string;
}

/** The consoles' panels: any number at once, each back after a reload of the window. */
export class ConsolePanels implements Disposable, vscode.WebviewPanelSerializer<SavedState> {
  private readonly store = new DisposableStore();
  private readonly ports: ConsolePorts;
  private readonly consoles = new Set<Console>();
  private closing = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    ports: ConsolePanelPorts,
  ) {
    const library = new Library(context.workspaceState, context.globalState);
    this.ports = { ...ports, library, dialogs: consoleDialogs };
    this.store.add(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
  }

  /** A new console, connected to `target` when there is one; what is to be sent goes through one that is there. */
  async open(target?: ConsoleTarget): Promise<void> {
    const wanted = target && targetOf(target);
    const same = target?.send && [...this.consoles].find(({ address }) => address === target.address);
    const console =
      same ?? this.create(new ConsolePeer(`console-${crypto.randomUUID()}`), titleOf(target), wanted);
    console.panel.reveal();
    if (!target || !wanted) return;
    // Why it cannot connect stands in the panel.
    const connected = same !== undefined || (await console.host.connect({ target: wanted }).then(yes, no));
    if (connected && target.send) await console.host.sendBytes(target.send);
  }

  /** The transcript of a session of one of our servers, with the means to answer by hand while it lives. */
  async openSession(sessionId: string, title: string): Promise<void> {
    const there = [...this.consoles].find(({ host }) => host.id === sessionId);
    const { panel, host } = there ?? this.create(new SessionPeer(sessionId), title);
    panel.reveal();
    try {
      await host.ready();
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: SavedState | undefined): Promise<void> {
    const id = state?.id ?? `console-${crypto.randomUUID()}`;
    const peer = state?.role === 'session' ? new SessionPeer(id) : new ConsolePeer(id);
    this.fill(panel, peer, state?.target);
    return Promise.resolve();
  }

  dispose(): void {
    this.closing = true;
    for (const { host } of this.consoles) host.dispose();
    this.store.dispose();
  }

  private create(peer: ConsolePeer | SessionPeer, title: string, target?: Target): Console {
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active);
    return this.fill(panel, peer, target);
  }

  private fill(panel: vscode.WebviewPanel, peer: ConsolePeer | SessionPeer, target?: Target): Console {
    const host = new ConsoleHost(peer, this.ports, target);
    const console = { panel, host, address: target?.address };
    this.consoles.add(console);
    panel.iconPath = { light: this.icon('light'), dark: this.icon('dark') };
    const served = this.serve(panel.webview, host);
    panel.onDidDispose(() => {
      this.consoles.delete(console);
      served.dispose();
      // When the window closes or reloads, the transcript is to be there again.
      if (!this.closing) void host.discard().catch(() => undefined);
      host.dispose();
    });
    return console;
  }

  private icon(theme: 'light' | 'dark'): vscode.Uri {
    return vscode.Uri.joinPath(this.context.extensionUri, 'media', 'icons', `console-${theme}.svg`);
  }

  /** Serves each life of the page: it begins with a greeting. */
  private serve(webview: vscode.Webview, host: ConsoleHost): Disposable {
    const dist = vscode.Uri.joinPath(this.context.extensionUri, 'dist');
    let transport: WebviewTransport | undefined;
    let served: Disposable | undefined;
    const listener = webview.onDidReceiveMessage((message: unknown) => {
      if (message !== consolePage.greeting) return transport?.receive(message);
      transport?.close(rpcMessages.closed());
      served?.dispose();
      transport = new WebviewTransport(webview);
      served = servePage(host, transport, this.ports.clock, this.ports.say);
    });
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = consoleHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'console.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'console.css')).toString(),
      origin: webview.cspSource,
      nonce: crypto.randomUUID(),
      language: vscode.env.language,
    });
    return {
      dispose() {
        listener.dispose();
        served?.dispose();
      },
    };
  }
}

const yes = () => true;
const no = () => false;

function targetOf({ address, tls }: ConsoleTarget): Target {
  const plain = { serverName: '', ca: '', cert: '', key: '', verify: true };
  return { address, reconnect: false, tls: tls ? plain : undefined };
}

function titleOf(target: ConsoleTarget | undefined): string {
  return target ? (target.name ?? target.address) : vscode.l10n.t('Console');
}
