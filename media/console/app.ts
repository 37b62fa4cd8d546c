import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Draft, PageState, Target } from '../../src/core/console/page';
import { connectHost, saveState, savedState } from './bridge';
import { PageElement, wordsOf, type Words } from './element';
import { restore, type RepeatSettings, type Settings, type ViewSettings } from './settings';
import type { TargetBar } from './targetBar';
import type { Transcript } from './transcript';

/** The console: holds what its parts show, and puts away what is to be there again. */
@customElement('wb-console')
export class ConsoleApp extends PageElement {
  @state() private words: Words | undefined;
  @state() private page: PageState | undefined;
  @state() private settings: Settings = restore(savedState());
  @state() private error = '';
  @query('wb-target-bar') private targetBar!: TargetBar;
  @query('wb-transcript') private transcript!: Transcript;
  private readonly host = connectHost((state) => {
    this.page = state;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    window.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
      event.preventDefault();
      void this.transcript.openFind();
    });
  }

  override render(): TemplateResult {
    const { words, page, settings, host } = this;
    if (!words || !page) return html`<p class="problem" role="alert">${this.error}</p>`;
    return html`<wb-target-bar
        .words=${words}
        .host=${host}
        .connection=${page.connection}
        .target=${settings.target}
        .tlsOpen=${settings.tlsOpen}
        .fixed=${page.role === 'session'}
        @target=${({ detail }: CustomEvent<Target>) => this.keep({ target: detail })}
        @tls-open=${({ detail }: CustomEvent<boolean>) => this.keep({ tlsOpen: detail })}
      ></wb-target-bar>
      <wb-transcript
        .words=${words}
        .host=${host}
        .info=${page.transcript}
        .view=${settings.view}
        @view=${({ detail }: CustomEvent<ViewSettings>) => this.keep({ view: detail })}
      ></wb-transcript>
      ${page.role === 'session' && page.connection.kind === 'ended' ? nothing : this.composer(words, page)}`;
  }

  private composer(words: Words, page: PageState): TemplateResult {
    const { settings, host } = this;
    return html`<wb-composer
      .words=${words}
      .host=${host}
      .page=${page}
      .draft=${settings.draft}
      .repeat=${settings.repeat}
      .target=${settings.target}
      .ensureConnected=${() => this.ensureConnected()}
      .checkTarget=${() => this.targetBar.check()}
      @draft=${({ detail }: CustomEvent<Draft>) => this.keep({ draft: detail })}
      @repeat=${({ detail }: CustomEvent<RepeatSettings>) => this.keep({ repeat: detail })}
    ></wb-composer>`;
  }

  private async load(): Promise<void> {
    try {
      const { texts, templates, state } = await this.host.load();
      this.words = wordsOf(texts, templates);
      this.page = state;
      const { id, role } = state;
      // What the panel was opened for comes first; later the person's own changes count.
      const isNew = this.settings.target.address === '';
      this.keep({
        id,
        role,
        ...(isNew && state.target ? { target: state.target, tlsOpen: !!state.target.tls } : {}),
      });
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
    }
  }

  private async ensureConnected(): Promise<boolean> {
    if (this.page?.role === 'session' || this.page?.connection.kind === 'open') return true;
    return this.targetBar.connect();
  }

  private keep(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    saveState(this.settings);
  }
}
