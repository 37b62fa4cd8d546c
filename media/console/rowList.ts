import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { decodeText } from '../../src/core/bytes/encoding';
import { printHex } from '../../src/core/bytes/hex';
import type { PageRow, PageRows } from '../../src/core/console/page';
import { sinceText, timeOfDay } from '../../src/core/console/rowText';
import { byteSize } from '../../src/core/text/byteSize';
import { PageElement, put, type Words } from './element';
import { Scroller } from './scroller';
import { shown } from './shown';
import type { ViewSettings } from './settings';

/** Height of a row in pixels; the style sheet has the same. */
export const ROW_HEIGHT = 20;
/** Rows fetched beyond those that are seen, on either side. */
const MARGIN = 40;
/** What of a frame is fetched for its row, and how much of its text a row can show. */
const ROW_BYTES = 400;
const ROW_CHARACTERS = 300;

export type FetchRows = (from: number, count: number, maxBytes: number) => Promise<PageRows>;

/**
 * The rows that are in sight of any number of them. It follows the newest unless the person scrolls up. Tells `select`
 * with the position of a row, and `follow`.
 */
@customElement('wb-row-list')
export class RowList extends PageElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) fetchRows!: FetchRows;
  @property({ attribute: false }) view!: ViewSettings;
  /** The row that is active, and the other end of what is selected. */
  @property({ attribute: false }) selected: number | undefined;
  @property({ attribute: false }) anchor: number | undefined;
  @state() private page: PageRows | undefined;
  @query('.rows') private box!: HTMLElement;
  @query('.spacer') private spacer!: HTMLElement;
  private readonly scroller = new Scroller(ROW_HEIGHT);
  private readonly resized = new ResizeObserver(() => {
    this.scroller.height = this.box.clientHeight;
    this.refresh();
  });
  private fetching = false;
  private stale = false;

  /** Position of the first row, and after the last. */
  get bounds(): { readonly first: number; readonly end: number } {
    return { first: this.page?.first ?? 0, end: this.page?.end ?? 0 };
  }

  get follows(): boolean {
    return this.scroller.follows;
  }

  /** There may be new rows, or other ones. */
  refresh(): void {
    this.stale = true;
    if (!this.fetching) void this.fetch();
  }

  /** Goes to the newest row and stays there. */
  followEnd(): void {
    this.scroller.follows = true;
    this.tell('follow', true);
    this.refresh();
  }

  /** Brings a row into sight. */
  reveal(position: number): void {
    if (this.scroller.reveal(position)) this.moved();
  }

  override focus(): void {
    this.box.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.scroller.box = this.box;
    this.scroller.spacer = this.spacer;
    this.resized.observe(this.box);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('fetchRows')) {
      this.scroller.follows = true;
      this.refresh();
    }
  }

  override render(): TemplateResult {
    const { texts } = this.words;
    return html`<div
      class="rows ${this.view.showAs}"
      role="listbox"
      tabindex="0"
      aria-label=${texts.transcript}
      aria-activedescendant=${this.selected === undefined ? nothing : `row-${this.selected}`}
      @scroll=${() => this.scrolled()}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
      @click=${(event: MouseEvent) => this.pick(event)}
    >
      <div class="window" role="presentation">${this.rowsInSight()}</div>
      <div class="spacer" role="presentation"></div>
    </div>`;
  }

  private rowsInSight(): TemplateResult[] {
    const { first, end } = this.bounds;
    const from = Math.max(first, Math.floor(this.scroller.top));
    const rows: TemplateResult[] = [];
    for (let i = from; i < Math.min(end, from + this.inSight); i++) {
      rows.push(this.row(i, this.page?.rows[i - this.page.from], (i - this.scroller.top) * ROW_HEIGHT));
    }
    return rows;
  }

  private get inSight(): number {
    return Math.ceil(this.scroller.height / ROW_HEIGHT) + 1;
  }

  private row(position: number, row: PageRow | undefined, y: number): TemplateResult {
    const { first, end } = this.bounds;
    const selected = this.isSelected(position);
    return html`<div
      class="row ${row?.kind === 'frame' ? row.direction : 'note'} ${selected ? 'selected' : ''}"
      id="row-${position}"
      role="option"
      aria-selected=${selected}
      aria-posinset=${position - first + 1}
      aria-setsize=${end - first}
      data-position=${position}
      .style=${`transform:translateY(${y}px)`}
    >
      ${row ? this.cells(row) : nothing}
    </div>`;
  }

  private cells(row: PageRow): TemplateResult {
    const { texts } = this.words;
    const { time, showAs, encoding } = this.view;
    const when =
      time === 'delta' ? html`<span class="time">${sinceText(row.sinceMs)}</span>` : clockCell(row.at);
    if (row.kind === 'note') return html`${when}<span class="content" title=${row.text}>${row.text}</span>`;
    const size = byteSize(row.length);
    const label = put(row.direction === 'sent' ? texts.sentRow : texts.receivedRow, { size });
    const cut = row.bytes.length < row.length || row.open ? '…' : '';
    return html`${when}<span
        class="codicon codicon-${row.direction === 'sent' ? 'arrow-right' : 'arrow-left'}"
        role="img"
        aria-label=${label}
        title=${row.open ? `${label}, ${texts.frameOpen}` : label}
      ></span
      ><span class="size" aria-hidden="true">${size}</span>${
        showAs === 'hex'
          ? nothing
          : html`<span class="content"
              >${shown(decodeText(row.bytes, encoding).slice(0, ROW_CHARACTERS))}${cut}</span
            >`
      }${showAs === 'text' ? nothing : html`<span class="content hex">${printHex(row.bytes) + cut}</span>`}`;
  }

  private isSelected(position: number): boolean {
    const { selected, anchor = selected } = this;
    if (selected === undefined || anchor === undefined) return false;
    return position >= Math.min(selected, anchor) && position <= Math.max(selected, anchor);
  }

  private async fetch(): Promise<void> {
    this.fetching = true;
    while (this.stale) {
      this.stale = false;
      const { fetchRows } = this;
      const count = this.inSight + 2 * MARGIN;
      const from = this.scroller.follows ? -count : Math.max(0, Math.floor(this.scroller.top) - MARGIN);
      // What went wrong is told where the view is chosen.
      const page = await fetchRows(from, count, ROW_BYTES).catch(() => undefined);
      if (fetchRows !== this.fetchRows) continue;
      if (page) this.show(page);
      await this.updateComplete;
    }
    this.fetching = false;
  }

  private show(page: PageRows): void {
    this.page = page;
    this.scroller.resize(page.first, page.end);
    if (!page.complete) this.stale = true;
    this.tell('page', page);
  }

  private scrolled(): void {
    const followed = this.scroller.follows;
    this.scroller.scrolled();
    if (followed !== this.scroller.follows) this.tell('follow', this.scroller.follows);
    this.moved();
  }

  /** Draws what is in sight now, and fetches what of it is missing. */
  private moved(): void {
    this.requestUpdate();
    const { page } = this;
    const top = Math.floor(this.scroller.top);
    if (!page || top < page.from || Math.min(top + this.inSight, page.end) > page.from + page.rows.length)
      this.refresh();
  }

  private pick(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null;
    if (row) this.choose(Number(row.dataset.position), event.shiftKey);
  }

  private key(event: KeyboardEvent): void {
    const { first, end } = this.bounds;
    const page = Math.max(1, this.inSight - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
    };
    const step = steps[event.key];
    if (end === first || (step === undefined && event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    const start = this.selected ?? (step !== undefined && step > 0 ? first - 1 : end);
    const wanted = step === undefined ? (event.key === 'Home' ? first : end - 1) : start + step;
    this.choose(Math.min(Math.max(wanted, first), end - 1), event.shiftKey);
  }

  private choose(position: number, extend: boolean): void {
    this.reveal(position);
    this.tell('select', { position, extend });
  }
}

/** The hours stand apart: narrow panels leave them out. */
function clockCell(at: number): TemplateResult {
  const text = timeOfDay(at);
  return html`<span class="time" title=${text}
    ><span class="hours">${text.slice(0, 3)}</span>${text.slice(3)}</span
  >`;
}
