import * as vscode from 'vscode';
import type { OutlineItem } from '../../core/haproxy/outline';
import type { Range } from '../../core/text/range';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { readBalancerFile, readWireFile } from '../files/languages';
import { keyOf } from '../model/keys';
import { backendRow } from '../model/rows/backendRows';
import { frontendState } from '../model/rows/nodeRows';
import type { Row } from '../model/rows/row';
import { stateWord } from '../model/rows/rowView';
import { isActive } from '../model/serverNodes';
import { joined, sessionCount, type Text } from '../model/text';
import type { Workbench } from '../model/workbench';
import { rangeOf } from '../ui/convert';
import { say } from '../ui/say';
import { Throttle } from '../ui/throttle';

/** How often the state above a section may change, milliseconds. */
const REFRESH_INTERVAL = 500;

/** Run, Stop, Check and the live state above the sections of a haproxy.cfg and the blocks of a `.wire` file. */
export class CodeLenses implements vscode.CodeLensProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly throttle = this.store.add(
    new Throttle(REFRESH_INTERVAL, () => {
      this.changed.fire();
    }),
  );

  constructor(private readonly workbench: Workbench) {
    for (const language of ['haproxy', 'wire'])
      this.store.add(vscode.languages.registerCodeLensProvider(language, this));
    this.store.add(
      workbench.onDidChange(() => {
        if (vscode.window.visibleTextEditors.some(({ document }) => hasLenses(document)))
          this.throttle.trigger();
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const text = document.getText();
    if (document.languageId === 'wire')
      return readWireFile(text, document.uri).servers.flatMap(({ spec, range }) =>
        this.serverLenses(this.workbench.servers.idOf(spec.id), range),
      );
    const { outline } = readBalancerFile(text, document.uri);
    return outline.flatMap((item) => this.sectionLenses(document.uri.toString(), item));
  }

  dispose(): void {
    this.store.dispose();
  }

  private serverLenses(id: string, range: Range): vscode.CodeLens[] {
    const row: Row = { kind: 'server', key: keyOf.server(id), id };
    const snapshot = this.workbench.servers.get(id)?.snapshot;
    const running = snapshot !== undefined && isActive(snapshot.state);
    const sessions = snapshot?.state === 'running' ? sessionCount(snapshot.sessions.current) : undefined;
    return [
      runLens(range, running, row),
      ...(snapshot && snapshot.state !== 'stopped'
        ? [stateLens(range, [stateWord(snapshot.state), sessions, snapshot.reason], 'nodes')]
        : []),
    ];
  }

  private sectionLenses(balancer: string, { kind, name, nameRange }: OutlineItem): vscode.CodeLens[] {
    if (kind !== 'frontend' && kind !== 'backend' && kind !== 'listen') return [];
    const node = this.workbench.balancers.get(balancer);
    const isBackend = kind === 'backend';
    const key = isBackend ? keyOf.backend(balancer, name) : keyOf.frontend(balancer, name);
    const row = { kind: isBackend ? 'backend' : 'frontend', key, balancer, name } as const;
    const state = node && node.state !== 'stopped' ? this.stateOf(row, kind) : [];
    return [
      runLens(nameRange, node !== undefined && isActive(node.state), row),
      ...(node?.isOutdated ? [restartLens(nameRange, row)] : []),
      lens(nameRange, 'pulse', vscode.l10n.t('Check'), 'wirebench.checkNow', row),
      ...(state.length > 0 ? [stateLens(nameRange, state, isBackend ? 'backends' : 'nodes')] : []),
    ];
  }

  private stateOf(row: { balancer: string; name: string }, kind: OutlineItem['kind']): (Text | undefined)[] {
    const balancer = this.workbench.balancers.get(row.balancer);
    const backend = kind === 'frontend' ? undefined : balancer?.backend(row.name);
    const frontend = kind === 'backend' ? undefined : balancer?.frontend(row.name);
    const ofFrontend = frontend
      ? [
          stateWord(frontendState(frontend)),
          frontend.snapshot && sessionCount(frontend.snapshot.sessions.current),
        ]
      : [];
    const ofBackend = backend ? backendRow(backend, false).description : [];
    return kind === 'backend' ? [...ofBackend] : [...ofFrontend, ...ofBackend.slice(0, 2), balancer?.reason];
  }
}

function hasLenses({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'haproxy' || languageId === 'wire';
}

function runLens(range: Range, running: boolean, row: Row): vscode.CodeLens {
  return running
    ? lens(range, 'debug-stop', vscode.l10n.t('Stop'), 'wirebench.stopNode', row)
    : lens(range, 'play', vscode.l10n.t('Run'), 'wirebench.startNode', row);
}

/** What runs is no longer what the file says. */
function restartLens(range: Range, row: Row): vscode.CodeLens {
  return lens(range, 'debug-restart', vscode.l10n.t('Restart'), 'wirebench.restartNode', row);
}

function stateLens(range: Range, parts: readonly (Text | undefined)[], tree: string): vscode.CodeLens {
  return new vscode.CodeLens(rangeOf(range), {
    title: joined(parts, say),
    command: `wirebench.${tree}.focus`,
  });
}

/** A plain space after an icon takes no room. */
const GAP = '\u00a0';

function lens(range: Range, icon: string, text: string, command: string, row: Row): vscode.CodeLens {
  const title = `$(${icon})${GAP}${text}`;
  return new vscode.CodeLens(rangeOf(range), { title, command, arguments: [row] });
}
