import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TranscriptInfo } from '../../src/core/api/transcript';
import { decodeText } from '../../src/core/bytes/encoding';
import type { ConsolePage, PageRow, PageRows } from '../../src/core/console/page';
import { byteSize } from '../../src/core/text/byteSize';
import { action, problem, toggle } from './controls';
import { PageElement, put, type Words } from './element';
import { DETAIL_BYTES } from './frameDetails';
import type { FetchRows, RowList } from './rowList';
import { patternOf, viewOf, type PatternDraft, type ViewSettings } from './settings';
import { patternField } from './viewToolbar';

/** The longest frame that is copied. */
const COPY_BYTES = 16 * 1024 * 1024;
/** Rows that are copied at once. */
const COPY_ROWS = 1000;

/** The transcript: what of it is shown, the rows, and the frame that is chosen. Tells `view` with what was changed. */
@customElement('wb-transcript')
export class Transcript extends PageElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) host!: ConsolePage;
  @property({ attribute: false }) info!: TranscriptInfo;
  @property({ attribute: false }) view!: ViewSettings;
  @state() private fetchRows!: FetchRows;
  /** What is wrong with the filter and the framing; why an act failed; why rows could not be fetched. */
  @state() private error = '';
  @state() private actError = '';
  @state() private fetchError = '';
  @state() private finding = false;
  @state() private pattern: PatternDraft = { kind: 'text', text: '' };
  @state() private findError = '';
  @state() private busy = false;
  @state() private unseen = false;
  @state() private complete = true;
  @state() private isEmpty = true;
  @state() private selected: number | undefined;
  @state() private anchor: number | undefined;
  @state() private chosen: PageRow | undefined;
  @query('wb-row-list') private list!: RowList;
  private follows = true;
  private seenEnd = 0;

  /** Opens the field to find something, and goes there. */
  async openFind(): Promise<void> {
    this.finding = true;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.find vscode-textfield')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('view') && !isSameView(changed.get('view'), this.view)) this.applyView();
    if (changed.has('info') && this.list) this.list.refresh();
  }

  override render(): TemplateResult {
    const { texts } = this.words;
    return html`<section class="transcript" aria-label=${texts.transcript}>
      ${this.toolbar()} ${this.finding ? this.findBar() : nothing}
      ${
        this.view.settingsOpen
          ? html`<wb-view-toolbar
              .words=${this.words}
              .view=${this.view}
              error=${this.trouble}
            ></wb-view-toolbar>`
          : problem(this.trouble)
      }
      ${this.evictionNote()}
      <div class="list">
        <wb-row-list
          .words=${this.words}
          .view=${this.view}
          .fetchRows=${this.fetchRows}
          .selected=${this.selected}
          .anchor=${this.anchor}
          @page=${({ detail }: CustomEvent<PageRows>) => this.paged(detail)}
          @follow=${({ detail }: CustomEvent<boolean>) => this.followed(detail)}
          @select=${({ detail }: CustomEvent<{ position: number; extend: boolean }>) => this.selectRow(detail)}
          @keydown=${(event: KeyboardEvent) => this.key(event)}
        ></wb-row-list>
        ${this.isEmpty ? html`<p class="empty">${this.emptyText()}</p>` : nothing}
        ${
          !this.unseen
            ? nothing
            : html`<vscode-button class="new-data" secondary @click=${() => this.list.followEnd()}
                ><span class="codicon codicon-arrow-down"></span> ${texts.newData}</vscode-button
              >`
        }
      </div>
      ${this.details()}
    </section>`;
  }

  private toolbar(): TemplateResult {
    const { texts } = this.words;
    return html`<div class="line tools" role="toolbar" aria-label=${texts.transcript}>
      ${patternField(
        this.words,
        texts.filter,
        texts.filterHint,
        this.view.filter,
        (filter) => this.tell('view', { ...this.view, filter }),
        this.error,
      )}
      <span class="buttons">
        ${toggle('search', texts.find, this.finding, (on) => {
          if (on) void this.openFind();
          else this.finding = false;
        })}
        ${toggle('settings', texts.viewSettings, this.view.settingsOpen, (settingsOpen) =>
          this.tell('view', { ...this.view, settingsOpen }),
        )}
        ${action('save', texts.save, () => void this.attempt(() => this.host.save()))}
        ${action('clear-all', texts.clear, () => void this.attempt(() => this.clear()))}
      </span>
    </div>`;
  }

  private findBar(): TemplateResult {
    const { texts } = this.words;
    const onChange = (pattern: PatternDraft) => {
      this.pattern = pattern;
      this.findError = '';
    };
    return html`<div class="line find" @keydown=${(event: KeyboardEvent) => this.findKey(event)}>
        ${patternField(this.words, texts.find, texts.findHint, this.pattern, onChange, this.findError)}
        <span class="buttons">
          ${action('arrow-up', texts.previous, () => void this.find(true))}
          ${action('arrow-down', texts.next, () => void this.find(false))}
        </span>
      </div>
      ${this.busy ? html`<p class="hint" role="status">${texts.working}</p>` : problem(this.findError)}`;
  }

  private evictionNote(): TemplateResult | typeof nothing {
    const { chunks, bytes } = this.info.evicted;
    if (chunks === 0) return nothing;
    return html`<p class="hint" role="status">
      ${put(this.words.texts.evicted, { chunks, size: byteSize(bytes) })}
    </p>`;
  }

  private emptyText(): string {
    const { texts } = this.words;
    if (!this.complete) return texts.working;
    return this.info.chunks === 0 ? texts.empty : texts.emptyFiltered;
  }

  private details(): TemplateResult | typeof nothing {
    const { chosen, selected } = this;
    if (!chosen || selected === undefined) return nothing;
    return html`<wb-frame-details
      .words=${this.words}
      .row=${chosen}
      .view=${this.view}
      .whole=${async () => frameBytes(await this.rowAt(selected, COPY_BYTES))}
      @close-details=${() => this.closeDetails()}
      @copy-text=${({ detail }: CustomEvent<() => Promise<string>>) =>
        void this.attempt(async () => this.host.copy({ text: await detail() }))}
    ></wb-frame-details>`;
  }

  /** Looks at the transcript as the settings now say. */
  private applyView(): void {
    this.selected = this.anchor = this.chosen = undefined;
    try {
      const view = viewOf(this.view);
      this.error = '';
      this.fetchRows = async (from, count, maxBytes) => {
        try {
          const page = await this.host.rows({ view, from, count, maxBytes });
          this.fetchError = '';
          return page;
        } catch (error) {
          this.fetchError = this.words.explain(error);
          throw error;
        }
      };
    } catch (error) {
      this.error = this.words.explain(error);
      this.fetchRows ??= nothingToFetch;
    }
  }

  private paged(page: PageRows): void {
    this.isEmpty = page.end === page.first;
    this.complete = page.complete;
    if (this.follows) this.seenEnd = page.end;
    this.unseen = page.end > this.seenEnd;
    if (this.selected !== undefined && this.selected >= page.end) this.closeDetails();
  }

  private followed(follows: boolean): void {
    this.follows = follows;
    if (follows) this.unseen = false;
  }

  private selectRow(row: { position: number; extend: boolean }): void {
    // Why a row cannot be fetched is told already.
    this.select(row).catch(() => undefined);
  }

  private async select({ position, extend }: { position: number; extend: boolean }): Promise<void> {
    this.anchor = extend ? (this.anchor ?? this.selected) : undefined;
    this.selected = position;
    const row = await this.rowAt(position, DETAIL_BYTES);
    if (this.selected !== position) return;
    this.chosen = row;
    await this.updateComplete;
    this.list.reveal(position);
  }

  private async rowAt(position: number, maxBytes: number): Promise<PageRow | undefined> {
    return (await this.fetchRows(position, 1, maxBytes)).rows[0];
  }

  private closeDetails(): void {
    this.selected = this.anchor = this.chosen = undefined;
    this.list.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.selected !== undefined) this.closeDetails();
    else if ((event.ctrlKey || event.metaKey) && event.key === 'c' && this.selected !== undefined) {
      void this.attempt(() => this.copySelected());
    }
  }

  private findKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') void this.find(event.shiftKey);
    else if (event.key === 'Escape') {
      this.finding = false;
      this.list.focus();
    }
  }

  private async find(backwards: boolean): Promise<void> {
    const { first, end } = this.list.bounds;
    const from =
      this.selected === undefined ? (backwards ? end - 1 : first) : this.selected + (backwards ? -1 : 1);
    try {
      const pattern = patternOf(this.pattern, this.view.encoding);
      if (!pattern) return;
      this.busy = true;
      const position = await this.host.find({ view: viewOf(this.view), pattern, from, backwards });
      this.findError = position === undefined ? this.words.texts.notFound : '';
      if (position !== undefined) {
        this.list.reveal(position);
        await this.select({ position, extend: false });
      }
    } catch (error) {
      this.findError = this.words.explain(error);
    } finally {
      this.busy = false;
    }
  }

  private async copySelected(): Promise<void> {
    const { selected = 0, anchor = selected } = this;
    const from = Math.min(selected, anchor);
    const count = Math.abs(selected - anchor) + 1;
    const { rows } = await this.fetchRows(
      from,
      Math.min(count, COPY_ROWS),
      COPY_BYTES / Math.min(count, COPY_ROWS),
    );
    const texts = rows.map((row) =>
      row.kind === 'note' ? `${row.text}\n` : decodeText(row.bytes, this.view.encoding),
    );
    await this.host.copy({ text: texts.join('') });
    if (count > COPY_ROWS) this.actError = put(this.words.texts.copyRange, { count: COPY_ROWS });
  }

  private async clear(): Promise<void> {
    this.selected = this.anchor = this.chosen = undefined;
    await this.host.clear();
    this.list.followEnd();
  }

  private async attempt(task: () => Promise<void>): Promise<void> {
    this.actError = '';
    try {
      await task();
    } catch (error) {
      this.actError = this.words.explain(error);
    }
  }

  private get trouble(): string {
    return this.error || this.actError || this.fetchError;
  }
}

/** Until the settings can be read. */
const nothingToFetch: FetchRows = (from) =>
  Promise.resolve({ rows: [], from, first: 0, end: 0, complete: true });

function frameBytes(row: PageRow | undefined): Uint8Array {
  return row?.kind === 'frame' ? row.bytes : new Uint8Array();
}

/** Whether both choose the same rows; how they look is another matter. */
function isSameView(before: ViewSettings | undefined, now: ViewSettings): boolean {
  if (!before) return false;
  const keys = [
    'framing',
    'delimiter',
    'length',
    'gapMs',
    'includesPrefix',
    'direction',
    'filter',
    'encoding',
  ] as const;
  return keys.every((key) => before[key] === now[key]);
}
