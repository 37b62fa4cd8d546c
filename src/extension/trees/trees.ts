import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { Message } from '../../core/util/message';
import { keyOf, type ModelChange } from '../model/keys';
import { BackendsOutline } from '../model/rows/backendsOutline';
import { NodesOutline } from '../model/rows/nodesOutline';
import type { BackendsRow, NodesRow, Row, SessionsRow } from '../model/rows/row';
import { SessionsOutline } from '../model/rows/sessionsOutline';
import { downTip, failedTip, summarise } from '../model/summary';
import type { Workbench } from '../model/workbench';
import { say } from '../ui/say';
import { Throttle } from '../ui/throttle';
import { Dimming } from './dimming';
import { PagedTree } from './pagedTree';

/** Pages of sessions are pulled at most so often, however many come and go. Milliseconds. */
const SESSIONS_INTERVAL = 1000;

/** The three trees of the sidebar. */
export class Trees implements Disposable {
  private readonly store = new DisposableStore();
  private readonly sessionsOutline: SessionsOutline;
  private readonly nodes: PagedTree<NodesRow>;
  private readonly backends: PagedTree<BackendsRow>;
  private readonly sessions: PagedTree<SessionsRow>;
  private readonly staleSessions = new Set<string>();
  private readonly sessionRefresh = this.store.add(
    new Throttle(SESSIONS_INTERVAL, () => {
      this.refreshSessions();
    }),
  );
  private owners = '';

  /** @param machine where the sockets are */
  constructor(
    private readonly workbench: Workbench,
    machine: Message,
  ) {
    this.sessionsOutline = new SessionsOutline(workbench);
    this.store.add(new Dimming());
    const nameOf = (uri: string) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
    this.nodes = this.store.add(new PagedTree('wirebench.nodes', new NodesOutline(workbench, nameOf)));
    this.backends = this.store.add(new PagedTree('wirebench.backends', new BackendsOutline(workbench)));
    this.sessions = this.store.add(new PagedTree('wirebench.sessions', this.sessionsOutline));
    this.nodes.view.description = say(machine);
    this.showTrust();
    this.store.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.showTrust();
      }),
    );
    this.store.add(
      workbench.onDidChange((change) => {
        this.refresh(change);
      }),
    );
    for (const control of [workbench.serverControl, workbench.balancerControl])
      this.store.add(
        control.onDidChangeSessions((ids) => {
          for (const id of ids) this.staleSessions.add(keyOf.sessionsOf(id));
          this.sessionRefresh.trigger();
        }),
      );
    this.showBadges();
  }

  /** What is selected in the tree that shows such rows. */
  selectionOf(kinds: readonly Row['kind'][]): readonly Row[] {
    const rows: readonly Row[] = [
      ...this.nodes.selection,
      ...this.backends.selection,
      ...this.sessions.selection,
    ];
    return rows.filter(({ kind }) => kinds.includes(kind));
  }

  /** Lists health checks among the sessions, or not. */
  showChecks(show: boolean): void {
    this.sessionsOutline.includeChecks = show;
    this.sessions.refreshAll();
  }

  showMore(tree: string, parent: string): void {
    for (const each of [this.nodes, this.backends, this.sessions])
      if (each.id === tree) each.showMore(parent);
  }

  dispose(): void {
    this.store.dispose();
  }

  private refresh({ structure, keys }: ModelChange): void {
    for (const tree of [this.nodes, this.backends]) {
      if (structure) tree.refreshAll();
      else tree.refresh(keys);
    }
    this.sessionRefresh.trigger();
    this.showBadges();
  }

  /** All of it when nodes came or went, otherwise the children of nodes whose sessions changed. */
  private refreshSessions(): void {
    const keys = this.workbench.sessionOwners().map(({ id }) => keyOf.sessionsOf(id));
    const owners = keys.join('\n');
    if (owners === this.owners) this.sessions.refreshChildren([...this.staleSessions]);
    else this.sessions.refreshAll();
    this.owners = owners;
    this.staleSessions.clear();
    this.sessions.refresh(keys);
  }

  private showTrust(): void {
    this.nodes.view.message = vscode.workspace.isTrusted
      ? undefined
      : vscode.l10n.t('This workspace is not trusted: nothing that its files say runs or listens.');
  }

  private showBadges(): void {
    const { down, failed } = summarise(this.workbench);
    setBadge(this.backends.view, down, say(downTip(down)));
    setBadge(this.nodes.view, failed, say(failedTip(failed)));
  }
}

function setBadge(view: vscode.TreeView<unknown>, value: number, tooltip: string): void {
  if ((view.badge?.value ?? 0) === value) return;
  view.badge = value === 0 ? undefined : { value, tooltip };
}
