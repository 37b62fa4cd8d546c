import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly';
import { until } from './until';

/** A row as a person, or a screen reader, has it. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** The codicon's name, such as `pass-filled`; empty without one. */
  readonly icon: string;
  /** Its colour as CSS computes it. */
  readonly colour: string;
  readonly ariaLabel: string;
  /** 1 for the roots. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
}

/** What is used of the page's elements here: tests are checked without the DOM's types. */
interface PageElement {
  readonly className: string;
  readonly textContent: string;
  readonly ownerDocument: { defaultView: { getComputedStyle(element: PageElement): { color: string } } };
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { top: number };
  querySelector(selector: string): PageElement | null;
}

/** Runs in the page, so it can use nothing from here. */
function read(rows: PageElement[]): (TreeRow & { top: number })[] {
  return rows.map((row) => {
    const icon = row.querySelector('.custom-view-tree-node-item-icon');
    const expanded = row.getAttribute('aria-expanded');
    return {
      top: row.getBoundingClientRect().top,
      label: row.querySelector('.label-name')?.textContent ?? '',
      description: row.querySelector('.label-description')?.textContent ?? '',
      icon: /codicon-(?!modifier)(\S+)/.exec(icon?.className ?? '')?.[1] ?? '',
      colour: icon ? icon.ownerDocument.defaultView.getComputedStyle(icon).color : '',
      ariaLabel: row.getAttribute('aria-label') ?? '',
      level: Number(row.getAttribute('aria-level')),
      expanded: expanded === null ? undefined : expanded === 'true',
    };
  });
}

/** One of the extension's trees in the sidebar. Long trees hold only the rows that are on screen. */
export class TreeView {
  readonly pane: Locator;

  constructor(
    private readonly page: Page,
    readonly title: string,
  ) {
    this.pane = page.locator('.pane', { has: exactly(page.locator('.pane-header .title'), title) });
  }

  /** The rows on screen, from top to bottom. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.pane.locator('.monaco-list-row').evaluateAll(read);
    return rows.sort((a, b) => a.top - b.top).map(({ top: _top, ...row }) => row);
  }

  /** The first row that fits, once there is one. */
  async rowWhere(fits: (row: TreeRow) => boolean, what: string): Promise<TreeRow> {
    return until(`in ${this.title}, ${what}`, async () => (await this.rows()).find(fits));
  }

  /** The element of the row with exactly this label. */
  row(label: string): Locator {
    const name = exactly(this.page.locator('.label-name'), label);
    return this.pane.locator('.monaco-list-row', { has: name }).first();
  }

  /** Clicks an inline action of a row, which shows under the pointer. */
  async inlineAction(label: string, action: string): Promise<void> {
    await this.row(label).hover();
    await this.row(label).locator('.actions').getByLabel(action).first().click();
  }

  /** Clicks an entry of a row's context menu. */
  async contextAction(label: string, entry: string): Promise<void> {
    await this.row(label).click({ button: 'right' });
    const action = exactly(this.page.locator('.monaco-menu .action-label'), entry);
    await action.waitFor();
    // A menu that has just opened takes the first click for the end of the one that opened it, and stays.
    await until(`the menu to take ${entry}`, async () => {
      await action.click({ timeout: 1000 }).catch(() => undefined);
      return (await action.count()) === 0;
    });
  }

  /** Clicks an action in the view's own title bar. */
  async titleAction(action: string): Promise<void> {
    await this.pane.locator('.pane-header').hover();
    await this.pane.locator('.pane-header').getByLabel(action).first().click();
  }
}
