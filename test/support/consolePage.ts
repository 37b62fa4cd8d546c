import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.mjs';
import { cache, root } from '../../scripts/vscode.mjs';
import type { Engine } from '../../src/core/api/engine';
import { consolePage, type Suggestion } from '../../src/core/console/page';
import type { Transport } from '../../src/core/rpc/transport';
import type { Disposable } from '../../src/core/util/disposable';
import { Emitter } from '../../src/core/util/event';
import { format, type Message } from '../../src/core/util/message';
import { EmbeddedEngine } from '../../src/engine/embeddedEngine';
import { systemClock } from '../../src/engine/systemClock';
import { ConsoleHost, type Dialogs } from '../../src/extension/console/consoleHost';
import { consoleHtml } from '../../src/extension/console/consoleHtml';
import { ConsolePeer } from '../../src/extension/console/consolePeer';
import { Library } from '../../src/extension/console/library';
import type { Peer } from '../../src/extension/console/peer';
import { servePage } from '../../src/extension/console/servedPage';
import { colours, type ThemeName } from './themeColours';

export interface ConsolePageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Whom it talks with; default: whom the person connects to. */
  readonly peerOf?: (engine: EmbeddedEngine) => Promise<Peer>;
  /** Default: English. */
  readonly say?: (message: Message) => string;
  /** Where the built page is; default dist/. */
  readonly dist?: string;
}

/** The console's built page in a plain Chromium, with the extension's side and a real engine in this process. */
export class ConsolePageBench {
  readonly engine = new EmbeddedEngine();
  /** What a person would answer to the editor's dialogs, and what they were given. */
  readonly answers: { suggestion?: Suggestion; snippet?: string; direction?: 'received' | 'sent' } = {};
  readonly saved: Uint8Array[] = [];
  readonly copied: string[] = [];
  readonly errors: string[] = [];
  private host!: ConsoleHost;
  private served: Disposable | undefined;
  private incoming = new Emitter<unknown>();
  page!: Page;
  private browser!: Browser;
  private server!: Server;

  static async open(options: ConsolePageOptions = {}): Promise<ConsolePageBench> {
    const bench = new ConsolePageBench();
    const peer = (await options.peerOf?.(bench.engine)) ?? new ConsolePeer('console');
    bench.host = bench.createHost(peer, options.say ?? format);
    bench.server = await serveFiles(options.dist ?? path.join(root, 'dist'));
    bench.browser = await launchChromium();
    const { width = 900, height = 700 } = options;
    bench.page = await bench.browser.newPage({ viewport: { width, height } });
    bench.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') bench.errors.push(message.text());
    });
    bench.page.on('pageerror', (error) => bench.errors.push(String(error)));
    await bench.bridge();
    await bench.load(options.theme ?? 'dark');
    return bench;
  }

  /** Loads the page, or loads it again with its state. */
  async load(theme: ThemeName = 'dark'): Promise<void> {
    const { port } = this.server.address() as AddressInfo;
    await this.page.goto(`http://127.0.0.1:${port}/`);
    await this.theme(theme);
    await this.page.locator('wb-target-bar').waitFor();
  }

  async theme(name: ThemeName): Promise<void> {
    const values = JSON.stringify(colours[name]);
    await this.page.evaluate(`for (const [key, value] of Object.entries(${values}))
      document.documentElement.style.setProperty(key, value);
      document.body.style.background = 'var(--vscode-editor-background)';`);
  }

  async screenshot(name: string): Promise<string> {
    const file = path.join(cache, 'screenshots', `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
    this.host.dispose();
    await this.engine.shutdown({});
  }

  private createHost(peer: Peer, say: (message: Message) => string): ConsoleHost {
    const { engine } = this;
    return new ConsoleHost(peer, {
      engine: (): Promise<Engine> => Promise.resolve(engine),
      onDidFailEngine: engine.onDidFail,
      suggestions: () => [],
      library: new Library(memory(), memory()),
      dialogs: this.dialogs(),
      clock: systemClock,
      say: (text) => (typeof text === 'string' ? text : say(text)),
    });
  }

  private dialogs(): Dialogs {
    const { answers, saved, copied } = this;
    return {
      pickTarget: () => Promise.resolve(answers.suggestion),
      pickFile: () => Promise.resolve(undefined),
      pickDraft: (drafts) => Promise.resolve(drafts[0]),
      pickSnippet: (snippets) => Promise.resolve(snippets[0]?.draft),
      askSnippetName: () => Promise.resolve(answers.snippet),
      save: async (read) => void saved.push(await read(answers.direction, new AbortController().signal)),
      readFile: async (uri) => readFile(new URL(uri)),
      copy: (text) => Promise.resolve(void copied.push(text)),
    };
  }

  /** What VS Code does between a webview and its extension. */
  private async bridge(): Promise<void> {
    await this.page.exposeFunction('toHost', (text: string) => {
      const message: unknown = JSON.parse(text, revive);
      if (message === consolePage.greeting) this.begin();
      else this.incoming.fire(message);
    });
    await this.page.addInitScript(pageBridge);
  }

  private begin(): void {
    this.served?.dispose();
    this.incoming = new Emitter();
    const transport: Transport = {
      onMessage: this.incoming.event,
      onClose: new Emitter<Message>().event,
      post: (message) => {
        const text = JSON.stringify(message, replace);
        // The page may be gone when an answer comes.
        this.page.evaluate(`fromHost(${JSON.stringify(text)})`).catch(() => undefined);
      },
    };
    this.served = servePage(this.host, transport, systemClock, (text) =>
      typeof text === 'string' ? text : format(text),
    );
  }
}

/** Runs in the page before its own script: `acquireVsCodeApi`, over text with bytes as base64. */
const pageBridge = `
  const encode = (key, value) => value instanceof Uint8Array
    ? { base64: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) } : value;
  const decode = (key, value) => typeof value?.base64 === 'string'
    ? Uint8Array.from(atob(value.base64), (character) => character.charCodeAt(0)) : value;
  globalThis.fromHost = (text) => dispatchEvent(new MessageEvent('message', { data: JSON.parse(text, decode) }));
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => void toHost(JSON.stringify(message, encode)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
`;

function replace(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  return raw instanceof Uint8Array ? { base64: Buffer.from(raw).toString('base64') } : value;
}

function revive(_key: string, value: unknown): unknown {
  const { base64 } = (value ?? {}) as { base64?: unknown };
  return typeof base64 === 'string' ? new Uint8Array(Buffer.from(base64, 'base64')) : value;
}

async function serveFiles(dist: string): Promise<Server> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    if (name === '') {
      const { port } = server.address() as AddressInfo;
      const origin = `http://127.0.0.1:${port}`;
      const html = consoleHtml({
        script: '/console.js',
        style: '/console.css',
        origin,
        nonce: 'n',
        language: 'en',
      });
      response.setHeader('content-type', 'text/html').end(html);
      return;
    }
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    readFile(path.join(dist, path.basename(name))).then(
      (file) => response.setHeader('content-type', type).end(file),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function memory() {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}
