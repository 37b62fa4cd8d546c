import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SendProgress } from '../../src/core/api/console';
import type { Encoding } from '../../src/core/bytes/encoding';
import { ParseFailure } from '../../src/core/bytes/parseFailure';
import { bytesOfDraft } from '../../src/core/console/draft';
import type { ConsolePage, Draft, LineEnding, PageState, Payload, Target } from '../../src/core/console/page';
import { byteSize } from '../../src/core/text/byteSize';
import { action, checkbox, field, problem, select, toggle, wholeNumber } from './controls';
import { PageElement, put, type Words } from './element';
import type { RepeatSettings } from './settings';
import { encodingNames } from './viewToolbar';

/**
 * What is sent, and how often. Tells `draft` and `repeat` with what was changed, and `need-connection` with a function
 * to call when there is one.
 */
@customElement('wb-composer')
export class Composer extends PageElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) host!: ConsolePage;
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) repeat!: RepeatSettings;
  @property({ attribute: false }) target!: Target;
  @property({ attribute: false }) page!: PageState;
  /** Connects first when that is needed; whether there is a connection then. */
  @property({ attribute: false }) ensureConnected!: () => Promise<boolean>;
  /** What is wrong with the target; empty when nothing is. */
  @property({ attribute: false }) checkTarget!: () => string;
  @state() private error = '';
  @state() private progress: SendProgress | undefined;
  @state() private sending: AbortController | undefined;
  @query('#payload') private input: HTMLElement | undefined;

  override render(): TemplateResult {
    const { texts } = this.words;
    return html`<section
      class="composer"
      aria-label=${texts.compose}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void this.send();
      }}
    >
      ${this.kinds()} ${this.draft.kind === 'file' ? this.filePicker() : this.editor()} ${problem(this.error)}
      <div class="line">
        ${this.sendButton()}
        ${
          this.page.role === 'console'
            ? toggle('settings', texts.options, this.repeat.open, (open) => this.changeRepeat({ open }))
            : nothing
        }
        <span class="grow"></span>
        ${action('history', texts.history, () => void this.take(this.host.pickHistory()).catch(this.failed))}
        ${action('bookmark', texts.snippets, () => void this.take(this.host.pickSnippet()).catch(this.failed))}
        ${action('save-as', texts.saveSnippet, () => void this.host.saveSnippet({ draft: this.draft }).catch(this.failed))}
      </div>
      ${this.repeat.open && this.page.role === 'console' ? this.repetition() : nothing} ${this.progressLine()}
    </section>`;
  }

  private kinds(): TemplateResult {
    const { texts } = this.words;
    const { kind, ending, encoding } = this.draft;
    return html`<div class="line kinds">
      ${select(
        texts.payloadKind,
        kind,
        [
          ['text', texts.kindText],
          ['hex', texts.kindHex],
          ['base64', 'Base64'],
          ['file', texts.kindFile],
        ],
        (chosen) => this.change({ kind: chosen as Draft['kind'] }),
        'above',
      )}
      ${
        kind === 'text'
          ? [
              select(
                texts.lineEnding,
                ending,
                [
                  ['none', texts.endingNone],
                  ['lf', 'LF'],
                  ['crlf', 'CRLF'],
                  ['cr', 'CR'],
                ],
                (chosen) => this.change({ ending: chosen as LineEnding }),
                'above',
              ),
              select(
                texts.encoding,
                encoding,
                encodingNames,
                (chosen) => this.change({ encoding: chosen as Encoding }),
                'above',
              ),
            ]
          : nothing
      }
    </div>`;
  }

  private editor(): TemplateResult {
    const { texts } = this.words;
    const { kind, text } = this.draft;
    const hints = { text: texts.textHint, hex: texts.hexHint, base64: 'SGVsbG8=', file: '' };
    return html`<vscode-textarea
      id="payload"
      label=${texts.payload}
      placeholder=${hints[kind]}
      monospace
      rows="3"
      resize="vertical"
      .value=${text}
      ?invalid=${this.error !== ''}
      @input=${(event: Event) => this.change({ text: (event.target as HTMLTextAreaElement).value })}
    ></vscode-textarea>`;
  }

  private filePicker(): TemplateResult {
    const { texts } = this.words;
    const { file } = this.draft;
    return html`<div class="line">
      <vscode-button secondary @click=${() => this.chooseFile().catch(this.failed)}
        >${texts.chooseFile}</vscode-button
      >
      <span class="grow file" title=${file ? decodeURIComponent(file.uri) : ''}
        >${file ? `${file.name} · ${byteSize(file.size)}` : ''}</span
      >
    </div>`;
  }

  private repetition(): TemplateResult {
    const { texts } = this.words;
    const { each, count, waitMs, halfClose, every, everyMs } = this.repeat;
    return html`<div class="settings grid" role="group" aria-label=${texts.options}>
      ${checkbox(texts.each, each, (on) => this.changeRepeat({ each: on, every: on ? false : every }))}
      ${
        each
          ? [
              this.number(texts.times, count, 1, 100_000, (value) => ({ count: value })),
              this.number(texts.waitMs, waitMs, 1, 600_000, (value) => ({ waitMs: value })),
              checkbox(texts.thenHalfClose, halfClose, (on) => this.changeRepeat({ halfClose: on })),
            ]
          : nothing
      }
      ${checkbox(texts.every, every, (on) => this.changeRepeat({ every: on, each: on ? false : each }))}
      ${every ? this.number(texts.everyMs, everyMs, 1, 86_400_000, (value) => ({ everyMs: value })) : nothing}
    </div>`;
  }

  private number(
    label: string,
    value: number,
    min: number,
    max: number,
    change: (value: number) => Partial<RepeatSettings>,
  ): TemplateResult {
    const onInput = (text: string) => {
      const number = wholeNumber(text, min, max, NaN);
      this.error = Number.isNaN(number) ? put(this.words.texts.badNumber, { min, max }) : '';
      if (!Number.isNaN(number)) this.changeRepeat(change(number));
    };
    return html`<label class="labelled"
      ><span>${label}</span>${field(label, String(value), onInput, { type: 'number' })}</label
    >`;
  }

  private sendButton(): TemplateResult {
    const { texts } = this.words;
    if (this.sending ?? this.page.periodic) {
      return html`<vscode-button secondary @click=${() => this.stop()}>${texts.stop}</vscode-button>`;
    }
    const closed = this.page.role === 'session' && this.page.connection.kind !== 'open';
    return html`<vscode-button title=${texts.sendHint} ?disabled=${closed} @click=${() => void this.send()}
      >${texts.send}</vscode-button
    >`;
  }

  private progressLine(): TemplateResult | typeof nothing {
    const { texts } = this.words;
    const { periodic } = this.page;
    if (periodic)
      return html`<p class="hint" role="status">${put(texts.periodicSent, { count: periodic.sent })}</p>`;
    if (!this.progress) return nothing;
    const { sent, total, failed, tally } = this.progress;
    const share = (count: number) => `${(100 * count) / sent}%`;
    return html`<div class="tally" role="status">
      <p>
        ${put(texts.progress, { sent, total })}${
          failed > 0 ? html` · <span class="warning">${put(texts.failed, { count: failed })}</span>` : nothing
        }
      </p>
      <table aria-label=${texts.tally}>
        ${tally.map(
          ({ label, via, count }) =>
            html`<tr title=${via === 'balancer' ? texts.viaBalancer : ''}>
              <td class="count">${count}×</td>
              <td class="who">${via === 'nothing' ? texts.noAnswer : label}</td>
              <td class="bar" aria-hidden="true">
                <svg><rect width=${share(count)} height="100%"></rect></svg>
              </td>
            </tr>`,
        )}
      </table>
    </div>`;
  }

  /** Sends what is written, as often as is wanted. */
  private async send(): Promise<void> {
    if (this.sending) return;
    const sending = new AbortController();
    this.error = '';
    this.sending = sending;
    try {
      await this.sendPayload(this.payload(), sending.signal);
    } catch (error) {
      if (!sending.signal.aborted) this.fail(error);
    } finally {
      this.sending = undefined;
    }
  }

  private async sendPayload(payload: Payload, signal: AbortSignal): Promise<void> {
    const { draft, host, repeat } = this;
    if (repeat.open && repeat.each && this.page.role === 'console') {
      const { count, waitMs, halfClose } = repeat;
      if (this.checkTarget() !== '') return;
      this.progress = undefined;
      const onProgress = (progress: SendProgress) => {
        this.progress = progress;
      };
      const request = { target: this.target, payload, draft, count, halfClose, waitMs };
      this.progress = await host.sendEach(request, { signal, onProgress });
    } else if (await this.ensureConnected()) {
      if (repeat.open && repeat.every) await host.sendEvery({ payload, draft, everyMs: repeat.everyMs });
      else await host.send({ payload, draft }, { signal });
    }
  }

  /** @throws Failure when what is written cannot be read as bytes */
  private payload(): Payload {
    const { kind, file } = this.draft;
    if (kind !== 'file') return { kind: 'bytes', bytes: bytesOfDraft(this.draft) };
    if (!file) throw new Error(this.words.texts.noFile);
    return { kind: 'file', uri: file.uri };
  }

  private readonly failed = (error: unknown): void => {
    this.fail(error);
  };

  private fail(error: unknown): void {
    this.error = this.words.explain(error);
    if (error instanceof ParseFailure) this.point(error);
    else this.input?.focus();
  }

  /** Selects what cannot be read. */
  private point({ offset, length }: ParseFailure): void {
    const area = this.querySelector('vscode-textarea')?.wrappedElement;
    area?.focus();
    area?.setSelectionRange(offset, offset + length);
  }

  private stop(): void {
    this.sending?.abort();
    if (this.page.periodic) this.host.stopSending().catch(this.failed);
  }

  private async take(picking: Promise<Draft | undefined>): Promise<void> {
    const picked = await picking;
    if (!picked) return;
    this.change(picked);
    await this.updateComplete;
    this.input?.focus();
  }

  private async chooseFile(): Promise<void> {
    const file = await this.host.pickFile({ purpose: 'payload' });
    if (file) this.change({ file });
  }

  private change(change: Partial<Draft>): void {
    this.error = '';
    this.tell('draft', { ...this.draft, ...change });
  }

  private changeRepeat(change: Partial<RepeatSettings>): void {
    this.tell('repeat', { ...this.repeat, ...change });
  }
}
