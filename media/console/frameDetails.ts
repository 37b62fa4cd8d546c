import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { decodeText } from '../../src/core/bytes/encoding';
import { printEscapes } from '../../src/core/bytes/escapes';
import { printHex } from '../../src/core/bytes/hex';
import { dumpLine, formatHexdump } from '../../src/core/bytes/hexdump';
import type { PageRow } from '../../src/core/console/page';
import { timeOfDay } from '../../src/core/console/rowText';
import { byteSize } from '../../src/core/text/byteSize';
import { action } from './controls';
import { PageElement, put, type Words } from './element';
import type { ViewSettings } from './settings';
import { shown } from './shown';

/** What of a frame is laid out. */
export const DETAIL_BYTES = 16 * 1024;

/** One frame, whole: as text by lines, and as a dump. Tells `copy` with a text, and `close`. */
@customElement('wb-frame-details')
export class FrameDetails extends PageElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) row!: PageRow;
  @property({ attribute: false }) view!: ViewSettings;
  /** Fetches all of the frame's bytes. */
  @property({ attribute: false }) whole!: () => Promise<Uint8Array>;

  override render(): TemplateResult {
    const { texts } = this.words;
    const { row } = this;
    return html`<section class="details" aria-label=${texts.details}>
      <div class="line">
        <span class="grow text">${this.heading()}</span>
        ${
          row.kind === 'frame'
            ? [
                this.copier('symbol-string', texts.copyText, (bytes) =>
                  decodeText(bytes, this.view.encoding),
                ),
                this.copier('symbol-numeric', texts.copyHex, printHex),
                this.copier('code', texts.copyEscaped, printEscapes),
                this.copier('list-flat', texts.copyDump, formatHexdump),
              ]
            : nothing
        }
        ${action('close', texts.closeDetails, () => this.tell('close-details'))}
      </div>
      <div class="bytes" tabindex="0">
        ${row.kind === 'frame' ? this.bytes(row.bytes, row.length) : row.text}
      </div>
    </section>`;
  }

  private heading(): string {
    const { row } = this;
    const { texts } = this.words;
    if (row.kind === 'note') return timeOfDay(row.at);
    const direction = row.direction === 'sent' ? texts.sent : texts.received;
    const size = row.length === 1 ? texts.oneByte : put(texts.bytes, { count: row.length });
    return [direction, size, timeOfDay(row.at), ...(row.open ? [texts.frameOpen] : [])].join(' · ');
  }

  private bytes(bytes: Uint8Array, length: number): TemplateResult {
    const { texts } = this.words;
    return html`${this.view.showAs === 'hex' ? nothing : html`<pre class="text">${this.lines(bytes)}</pre>`}
      <pre class="dump">${dump(bytes, this.clientWidth < 560 ? 8 : 16)}</pre>
      ${
        length > bytes.length
          ? html`<p class="hint">${put(texts.cutForDisplay, { size: byteSize(bytes.length) })}</p>`
          : nothing
      }`;
  }

  /** The text, each of its lines on one of its own. */
  private lines(bytes: Uint8Array): TemplateResult[] {
    const lines = decodeText(bytes, this.view.encoding).split(/(?<=\n)/);
    return lines.map((line) => html`<div>${shown(line)}</div>`);
  }

  private copier(icon: string, label: string, print: (bytes: Uint8Array) => string): TemplateResult {
    return action(icon, label, () => {
      this.tell('copy-text', async () => print(await this.whole()));
    });
  }
}

function dump(bytes: Uint8Array, width: number): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += width) {
    const { offset: at, hex, ascii } = dumpLine(bytes, offset, width);
    lines.push(`${at.slice(-4)}  ${hex}  ${ascii}`);
  }
  return lines.join('\n');
}
