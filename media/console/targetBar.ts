import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  Connection,
  ConsolePage,
  FilePurpose,
  ShownTls,
  Target,
  TlsDraft,
} from '../../src/core/console/page';
import { parseAddress } from '../../src/core/net/address';
import { action, checkbox, field, problem, toggle } from './controls';
import { PageElement, type Words } from './element';

const plainTls: TlsDraft = { serverName: '', ca: '', cert: '', key: '', verify: true };

/** Where to, how, and how it stands. Tells `target` with what was changed, and `tls-open`. */
@customElement('wb-target-bar')
export class TargetBar extends PageElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) host!: ConsolePage;
  @property({ attribute: false }) connection!: Connection;
  @property({ attribute: false }) target!: Target;
  @property({ type: Boolean }) tlsOpen = false;
  /** Whether there is a choice of where to connect to. */
  @property({ type: Boolean }) fixed = false;
  @state() private error = '';
  private connecting: AbortController | undefined;

  /** Connects, or says at the field why not. Returns whether it is connected. */
  async connect(): Promise<boolean> {
    this.error = '';
    const connecting = new AbortController();
    this.connecting = connecting;
    try {
      parseAddress(this.target.address);
      await this.host.connect({ target: this.target }, { signal: connecting.signal });
      return true;
    } catch (error) {
      if (!connecting.signal.aborted) this.error = this.words.explain(error);
      this.querySelector<HTMLElement>('#address')?.focus();
      return false;
    }
  }

  /** What is wrong with the address; empty when nothing is. */
  check(): string {
    try {
      parseAddress(this.target.address);
      this.error = '';
    } catch (error) {
      this.error = this.words.explain(error);
    }
    return this.error;
  }

  override render(): TemplateResult {
    return html`<section class="target" aria-label=${this.words.texts.target}>
      ${this.fixed ? nothing : [this.addressLine(), this.tlsOpen ? this.tlsSettings() : nothing]}
      ${this.stateLine()}
    </section>`;
  }

  private addressLine(): TemplateResult {
    const { texts } = this.words;
    const { address, tls, reconnect } = this.target;
    return html`<div
        class="line address"
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.id === 'address')
            void this.connect();
        }}
      >
        <div class="grow joined">
          ${field(texts.address, address, (text) => this.change({ address: text }), {
            placeholder: texts.addressHint,
            error: this.error,
            id: 'address',
          })}
          ${action('chevron-down', texts.suggestions, () => void this.suggest().catch(this.failed))}
        </div>
        ${toggle('lock', 'TLS', tls !== undefined, (on) => {
          this.change({ tls: on ? plainTls : undefined });
          this.tell('tls-open', on);
        })}
        ${toggle('sync', texts.autoReconnect, reconnect, (on) => this.change({ reconnect: on }))}
        ${this.mainButton()}
      </div>
      ${problem(this.error === this.connection.text ? '' : this.error)}`;
  }

  private mainButton(): TemplateResult {
    const { texts } = this.words;
    const { kind } = this.connection;
    if (kind === 'connecting' || kind === 'waiting') {
      return html`<vscode-button secondary @click=${() => this.cancel()}>${texts.cancel}</vscode-button>`;
    }
    if (kind === 'open') {
      return html`<vscode-button secondary title=${texts.close} @click=${() => this.end('close')}
        >${texts.disconnect}</vscode-button
      >`;
    }
    return html`<vscode-button @click=${() => void this.connect()}
      >${kind === 'ended' ? texts.reconnect : texts.connect}</vscode-button
    >`;
  }

  private tlsSettings(): TemplateResult | typeof nothing {
    const { texts } = this.words;
    const { tls } = this.target;
    if (!tls) return nothing;
    return html`<div class="settings" role="group" aria-label=${texts.tlsSettings}>
      <label class="row"
        ><span>${texts.serverName}</span> ${field(
          texts.serverName,
          tls.serverName,
          (serverName) => this.changeTls({ serverName }),
          {
            placeholder: texts.serverNameHint,
          },
        )}</label
      >
      ${this.fileRow('ca', texts.ca, texts.caHint)} ${this.fileRow('cert', texts.clientCert, texts.none)}
      ${this.fileRow('key', texts.clientKey, texts.none)}
      ${checkbox(texts.verify, tls.verify, (verify) => this.changeTls({ verify }))}
      ${tls.verify ? nothing : html`<p class="warning">${texts.notVerified}</p>`}
    </div>`;
  }

  private fileRow(purpose: Exclude<FilePurpose, 'payload'>, label: string, hint: string): TemplateResult {
    const { texts } = this.words;
    const uri = this.target.tls?.[purpose] ?? '';
    return html`<div class="row">
      <span>${label}</span>
      <span class="file ${uri ? '' : 'hint'}" title=${decodeURIComponent(uri)}>${fileName(uri) || hint}</span>
      ${action('folder-opened', `${label}: ${texts.browse}`, () => void this.browse(purpose).catch(this.failed))}
      ${uri ? action('close', `${label}: ${texts.remove}`, () => this.changeTls({ [purpose]: '' })) : nothing}
    </div>`;
  }

  private stateLine(): TemplateResult {
    const { texts } = this.words;
    const { kind, text, finished, tls } = this.connection;
    const open = kind === 'open';
    return html`<div class="line state ${kind}">
        <span class="codicon codicon-${icons[kind]}" aria-hidden="true"></span>
        <span class="grow text" role="status" aria-live="polite" title=${text}>${text}</span>
        ${
          open
            ? [
                action('debug-step-out', texts.halfClose, () => this.end('halfClose'), finished),
                action('circle-slash', texts.reset, () => this.end('reset')),
              ]
            : nothing
        }
      </div>
      ${tls ? this.peer(open ? tls : { ...tls, problem: undefined }, tls.problem !== undefined) : nothing}`;
  }

  /** @param distrusted whether the chain was not accepted; why is said here only while the connection goes on */
  private peer({ summary, problem: distrust, chain }: ShownTls, distrusted: boolean): TemplateResult {
    const { texts } = this.words;
    return html`<details class="peer">
      <summary>
        <span class="codicon codicon-${distrusted ? 'unlock' : 'lock'}" aria-hidden="true"></span> ${summary}
        ${distrust ? html`<span class="warning">${distrust}</span>` : nothing}
      </summary>
      <ol aria-label=${texts.certificates}>
        ${chain.map(
          (certificate) =>
            html`<li>
              <dl>
                <dt>${texts.subject}</dt>
                <dd>${certificate.subject}</dd>
                <dt>${texts.issuer}</dt>
                <dd>${certificate.issuer}</dd>
                ${
                  certificate.altNames
                    ? html`<dt>${texts.names}</dt>
                        <dd>${certificate.altNames}</dd>`
                    : nothing
                }
                <dt>${texts.valid}</dt>
                <dd>${certificate.validFrom} – ${certificate.validTo}</dd>
                <dt>SHA-256</dt>
                <dd class="code">${certificate.sha256}</dd>
              </dl>
            </li>`,
        )}
      </ol>
    </details>`;
  }

  private change(change: Partial<Target>): void {
    this.error = '';
    this.tell('target', { ...this.target, ...change });
  }

  private changeTls(change: Partial<TlsDraft>): void {
    this.change({ tls: { ...(this.target.tls ?? plainTls), ...change } });
  }

  private async suggest(): Promise<void> {
    const picked = await this.host.pickTarget();
    if (!picked) return;
    this.change({ address: picked.address, ...(picked.tls ? { tls: this.target.tls ?? plainTls } : {}) });
    await this.updateComplete;
    this.querySelector<HTMLElement>('#address')?.focus();
  }

  private async browse(purpose: Exclude<FilePurpose, 'payload'>): Promise<void> {
    const file = await this.host.pickFile({ purpose });
    if (file) this.changeTls({ [purpose]: file.uri });
  }

  private cancel(): void {
    this.connecting?.abort();
    this.end('close');
  }

  private end(how: 'halfClose' | 'close' | 'reset'): void {
    this.host.end({ how }).catch(this.failed);
  }

  private readonly failed = (error: unknown): void => {
    this.error = this.words.explain(error);
  };
}

const icons: Readonly<Record<Connection['kind'], string>> = {
  idle: 'circle-outline',
  connecting: 'loading',
  open: 'circle-filled',
  waiting: 'history',
  ended: 'circle-slash',
};

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
