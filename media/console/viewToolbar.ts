import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { encodings, type Encoding } from '../../src/core/bytes/encoding';
import { checkbox, field, problem, select, wholeNumber } from './controls';
import { PageElement, type Words } from './element';
import type { FramingKind, PatternDraft, ViewSettings } from './settings';

const names: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  latin1: 'ISO 8859-1',
  'euc-kr': 'EUC-KR',
  shift_jis: 'Shift_JIS',
  'euc-jp': 'EUC-JP',
  gbk: 'GBK',
  big5: 'Big5',
  'windows-1251': 'Windows-1251',
  'windows-1252': 'Windows-1252',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
};

export const encodingNames = encodings.map((encoding) => [encoding, names[encoding]] as const);

/** What is shown of the transcript, and how. Tells `view` with what was changed. */
@customElement('wb-view-toolbar')
export class ViewToolbar extends PageElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) view!: ViewSettings;
  /** What is wrong with the settings. */
  @property() error = '';

  override render(): TemplateResult {
    const { texts } = this.words;
    const { view } = this;
    return html`<div class="settings grid" role="group" aria-label=${texts.viewSettings}>
      ${this.labelled(
        texts.framing,
        select(texts.framing, view.framing, this.framings(), (framing) =>
          this.change({ framing: framing as FramingKind }),
        ),
      )}
      ${this.framingDetails()}
      ${this.labelled(
        texts.direction,
        select(
          texts.direction,
          view.direction,
          [
            ['both', texts.bothDirections],
            ['received', texts.received],
            ['sent', texts.sent],
          ],
          (direction) => this.change({ direction: direction as ViewSettings['direction'] }),
        ),
      )}
      ${this.labelled(
        texts.showAs,
        select(
          texts.showAs,
          view.showAs,
          [
            ['text', texts.asText],
            ['hex', texts.asHex],
            ['both', texts.asBoth],
          ],
          (showAs) => this.change({ showAs: showAs as ViewSettings['showAs'] }),
        ),
      )}
      ${this.labelled(
        texts.encoding,
        select(texts.encoding, view.encoding, encodingNames, (encoding) =>
          this.change({ encoding: encoding as Encoding }),
        ),
      )}
      ${this.labelled(
        texts.time,
        select(
          texts.time,
          view.time,
          [
            ['absolute', texts.absolute],
            ['delta', texts.delta],
          ],
          (time) => this.change({ time: time as ViewSettings['time'] }),
        ),
      )}
      <p class="hint whole">${texts.framingNote}</p>
      ${problem(this.error)}
    </div>`;
  }

  private labelled(label: string, control: TemplateResult): TemplateResult {
    return html`<label class="labelled"><span>${label}</span>${control}</label>`;
  }

  private framings(): (readonly [FramingKind, string])[] {
    const { texts } = this.words;
    return [
      ['none', texts.framingNone],
      ['line', texts.framingLine],
      ['delimiter', texts.framingDelimiter],
      ['fixed', texts.framingFixed],
      ['prefix1', texts.framingPrefix1],
      ['prefix2', texts.framingPrefix2],
      ['prefix2Little', texts.framingPrefix2Little],
      ['prefix4', texts.framingPrefix4],
      ['prefix4Little', texts.framingPrefix4Little],
      ['idle', texts.framingIdle],
    ];
  }

  private framingDetails(): TemplateResult | typeof nothing {
    const { texts } = this.words;
    const { framing, delimiter, length, gapMs, includesPrefix } = this.view;
    switch (framing) {
      case 'none':
      case 'line':
        return nothing;
      case 'delimiter':
        return this.labelled(
          texts.delimiterBytes,
          field(texts.delimiterBytes, delimiter, (text) => this.change({ delimiter: text })),
        );
      case 'fixed':
        return this.number(texts.lengthBytes, length, 1, 1_000_000, (value) => ({ length: value }));
      case 'idle':
        return this.number(texts.gapMs, gapMs, 1, 60_000, (value) => ({ gapMs: value }));
      default:
        return checkbox(texts.includesPrefix, includesPrefix, (on) => this.change({ includesPrefix: on }));
    }
  }

  private number(
    label: string,
    value: number,
    min: number,
    max: number,
    change: (value: number) => Partial<ViewSettings>,
  ): TemplateResult {
    const onInput = (text: string) => {
      this.change(change(wholeNumber(text, min, max, value)));
    };
    return this.labelled(label, field(label, String(value), onInput, { type: 'number' }));
  }

  private change(change: Partial<ViewSettings>): void {
    this.tell('view', { ...this.view, ...change });
  }
}

/** A field for a pattern, with what it is to its left. */
export function patternField(
  { texts }: Words,
  label: string,
  hint: string,
  pattern: PatternDraft,
  onChange: (pattern: PatternDraft) => void,
  error: string,
): TemplateResult {
  const kinds = [
    ['text', texts.patternText],
    ['regex', texts.patternRegex],
    ['hex', texts.patternHex],
  ] as const;
  return html`<div class="pattern joined grow">
    ${select(`${label}: ${texts.patternKind}`, pattern.kind, kinds, (kind) =>
      onChange({ ...pattern, kind: kind as PatternDraft['kind'] }),
    )}
    ${field(label, pattern.text, (text) => onChange({ ...pattern, text }), { placeholder: hint, error })}
  </div>`;
}
