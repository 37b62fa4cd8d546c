import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { catalog } from '../../core/util/message';
import type { Page, Row } from '../model/rows/row';
import type { RowView } from '../model/rows/rowView';
import type { Speech } from '../model/rows/tooltips';
import { joined, words } from '../model/text';
import { clockTime, say } from '../ui/say';
import { dimmedUri } from './dimming';

/** What a tree shows: pure, so that it is tested without an editor. */
export interface Outline<R extends Row> {
  page(parent: R | undefined, limit: number): Page<R> | Promise<Page<R>>;
  /** Nothing when what the row stands for is gone. */
  view(row: R): RowView | undefined;
  tooltip(row: R, speech: Speech): string | undefined | Promise<string | undefined>;
  hasChildren(row: R): boolean;
}

/** The last row under a parent that has more than are shown. */
export interface MoreRow {
  readonly kind: 'more';
  readonly key: string;
  readonly parent: string;
  readonly hidden: number;
}

interface KnownRow<R> {
  readonly row: R;
  readonly look: string;
  /** When its tooltip was made; the editor keeps that until the row is sent again. */
  tipMadeAt?: number;
}

/** How old a tooltip may get, milliseconds: not so short that a row is sent again under the mouse all the time. */
const TIP_AGE = 5000;

const ROOT = '';
/** Rows under one parent, and how many more each “n more…” brings. */
export const PAGE_ROWS = 200;

const speech: Speech = { say, time: clockTime };

const treeMessages = catalog('tree', {
  showMore: 'Show More',
});

/** Shows an outline as a tree view: pages of rows, and only rows that look different now are sent again. */
export class PagedTree<R extends Row> implements vscode.TreeDataProvider<R | MoreRow>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<(R | MoreRow)[] | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<R | MoreRow>;
  /** The rows that the editor has, with how they looked, by key. */
  private readonly known = new Map<string, KnownRow<R>>();
  private readonly children = new Map<string, readonly string[]>();
  private readonly limits = new Map<string, number>();
  /** Something changed while nobody looked. */
  private isStale = false;

  constructor(
    readonly id: string,
    private readonly outline: Outline<R>,
  ) {
    const options = { treeDataProvider: this, canSelectMany: true, showCollapseAll: true };
    this.view = this.store.add(vscode.window.createTreeView(id, options));
    this.store.add(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.isStale) this.refreshAll();
      }),
    );
  }

  /** What is selected, without “n more…”; nothing while the tree is hidden. */
  get selection(): readonly R[] {
    return this.view.visible ? this.view.selection.filter((row): row is R => row.kind !== 'more') : [];
  }

  /** Shows those of `keys` again that are there and look different. */
  refresh(keys: readonly string[]): void {
    if (!this.view.visible) {
      this.isStale = true;
      return;
    }
    const rows = keys.flatMap((key) => this.ifDifferent(key));
    if (rows.length > 0) this.changed.fire(rows);
  }

  /** Asks for the children of these rows again. */
  refreshChildren(keys: readonly string[]): void {
    const rows = keys.flatMap((key) => this.known.get(key)?.row ?? []);
    if (!this.view.visible) this.isStale = true;
    else if (rows.length > 0) this.changed.fire(rows);
  }

  refreshAll(): void {
    this.isStale = !this.view.visible;
    if (this.view.visible) this.changed.fire(undefined);
  }

  showMore(parent: string): void {
    this.limits.set(parent, this.limitOf(parent) + PAGE_ROWS);
    if (parent === ROOT) this.refreshAll();
    else this.refreshChildren([parent]);
  }

  async getChildren(parent?: R | MoreRow): Promise<(R | MoreRow)[]> {
    if (parent?.kind === 'more') return [];
    const key = parent?.key ?? ROOT;
    const { rows, total } = await this.outline.page(parent, this.limitOf(key));
    this.replaceChildren(key, rows);
    const hidden = total - rows.length;
    return hidden > 0
      ? [...rows, { kind: 'more', key: `more:${this.id}:${key}`, parent: key, hidden }]
      : [...rows];
  }

  getTreeItem(row: R | MoreRow): vscode.TreeItem {
    if (row.kind === 'more') return this.moreItem(row);
    const view = this.outline.view(row);
    if (!view) return new vscode.TreeItem('');
    this.known.set(row.key, { row, look: JSON.stringify(view) });
    return itemOf(row.key, view, this.outline.hasChildren(row));
  }

  async resolveTreeItem(item: vscode.TreeItem, row: R | MoreRow): Promise<vscode.TreeItem> {
    if (row.kind === 'more') return item;
    const text = await this.outline.tooltip(row, speech);
    const known = this.known.get(row.key);
    if (known) known.tipMadeAt = Date.now();
    if (text !== undefined) item.tooltip = new vscode.MarkdownString(text, true);
    return item;
  }

  dispose(): void {
    this.store.dispose();
  }

  private limitOf(parent: string): number {
    return this.limits.get(parent) ?? PAGE_ROWS;
  }

  private ifDifferent(key: string): R[] {
    const known = this.known.get(key);
    const view = known && this.outline.view(known.row);
    if (!view) return [];
    const hasOldTip = known.tipMadeAt !== undefined && Date.now() - known.tipMadeAt > TIP_AGE;
    return hasOldTip || JSON.stringify(view) !== known.look ? [known.row] : [];
  }

  private replaceChildren(parent: string, rows: readonly R[]): void {
    const keys = new Set(rows.map(({ key }) => key));
    for (const old of this.children.get(parent) ?? []) if (!keys.has(old)) this.forget(old);
    this.children.set(parent, [...keys]);
    for (const row of rows) this.known.set(row.key, { row, look: '' });
  }

  private forget(key: string): void {
    this.known.delete(key);
    for (const child of this.children.get(key) ?? []) this.forget(child);
    this.children.delete(key);
    this.limits.delete(key);
  }

  private moreItem({ key, parent, hidden }: MoreRow): vscode.TreeItem {
    const label = say(hidden === 1 ? words.oneMore() : words.more({ count: hidden }));
    const item = new vscode.TreeItem(label);
    item.id = key;
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.command = {
      command: 'wirebench.showMore',
      title: say(treeMessages.showMore()),
      arguments: [{ tree: this.id, parent }],
    };
    return item;
  }
}

function itemOf(key: string, view: RowView, expandable: boolean): vscode.TreeItem {
  const state = expandable ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(view.label, state);
  item.id = key;
  item.description = joined(view.description, say);
  const color = view.icon.color === undefined ? undefined : new vscode.ThemeColor(view.icon.color);
  item.iconPath = new vscode.ThemeIcon(view.icon.id, color);
  item.contextValue = view.context.join(' ');
  const label = [view.label, ...view.spoken.map(say)].filter((part) => part !== '').join(', ');
  item.accessibilityInformation = { label, role: 'treeitem' };
  if (view.dimmed) item.resourceUri = dimmedUri(key);
  // Absent, a tooltip is resolved when it is needed; without one the label would stand in.
  item.tooltip = undefined;
  return item;
}
