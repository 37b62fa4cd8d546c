import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.mjs';
import {
  address,
  cache,
  ensureVscode,
  installExtension,
  newest,
  oldest,
  root,
  startServer,
} from '../../scripts/vscode.mjs';
import { viewTitle } from './manifest';
import { QuickPick } from './quickPick';
import { TreeView } from './treeView';
import { until } from './until';

export type Language = 'en' | 'ko';
export type Theme = 'Dark Modern' | 'Light Modern' | 'Default High Contrast' | 'Default High Contrast Light';

/** How VS Code's list of themes calls them, and the class of a page that has one. */
const themes: Readonly<Record<Theme, { readonly label: string; readonly base: string }>> = {
  'Dark Modern': { label: 'Dark Modern', base: 'vs-dark' },
  'Light Modern': { label: 'Light Modern', base: 'vs' },
  'Default High Contrast': { label: 'Dark High Contrast', base: 'hc-black' },
  'Default High Contrast Light': { label: 'Light High Contrast', base: 'hc-light' },
};

export interface WorkbenchOptions {
  /** The folder that is copied and opened; default: the demo. */
  readonly folder?: string;
  /** Of VS Code and of the extension; default `en`. */
  readonly language?: Language;
  /** Default `Dark Modern`. */
  readonly theme?: Theme;
  /** In CSS pixels; default 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether workspace trust is on, and so the folder untrusted at first; default false. */
  readonly trust?: boolean;
  /** A packaged extension to install; default: the one in this checkout, from its sources. */
  readonly vsix?: string;
  /** VS Code's version; default the newest (scripts/vscode.mjs). */
  readonly version?: string;
}

interface Parts {
  readonly browser: Browser;
  readonly server: Awaited<ReturnType<typeof startServer>>;
  readonly page: Page;
  readonly scratch: string;
  readonly folder: string;
}

/** A real VS Code with the extension, as a person has it: driven by keys and clicks, read from the screen. */
export class Workbench {
  readonly page: Page;
  /** The copy of the folder that is open. */
  readonly folder: string;
  readonly quickPick: QuickPick;

  private constructor(
    private readonly parts: Parts,
    private readonly language: Language,
  ) {
    this.page = parts.page;
    this.folder = parts.folder;
    this.quickPick = new QuickPick(this.page);
  }

  /** Starts a server and opens a page on it; `close()` ends both. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const scratch = await mkdtemp(path.join(tmpdir(), 'wirebench-ui-'));
    const source = options.folder ?? path.join(root, 'demo');
    const folder = path.join(scratch, path.basename(source));
    await cp(source, folder, { recursive: true });
    const vscode = await ensureVscode(options.version ?? newest);
    const dataDir = path.join(scratch, 'data');
    if (options.vsix) await installExtension(vscode, dataDir, options.vsix);
    const settings = { ...standing(options), ...options.settings };
    const extension = options.vsix ? undefined : root;
    const server = await startServer(vscode, { dataDir, settings, extension, trust: options.trust ?? false });
    const browser = await launchChromium();
    const page = await openPage(browser, options);
    const workbench = new Workbench({ browser, server, page, scratch, folder }, options.language ?? 'en');
    await page.goto(address(server.port, { folder: workbench.folder }));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return workbench;
  }

  async close(): Promise<void> {
    const { browser, server, scratch } = this.parts;
    await browser.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Opens the palette on a command, by its full title (`Wirebench: Start Server…`), once it is offered there. */
  async findCommand(title: string): Promise<void> {
    await this.find('F1', `>${title}`, title);
  }

  /** Runs a command from the palette. */
  async runCommand(title: string): Promise<void> {
    await this.findCommand(title);
    await this.quickPick.pick(title);
  }

  /** Changes the colour theme, and waits until it is in effect. */
  async setTheme(theme: Theme): Promise<void> {
    const { label, base } = themes[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.quickPick.type(label);
    await this.quickPick.pick(label);
    await this.quickPick.widget.waitFor({ state: 'hidden' });
    await this.page.locator(`.monaco-workbench.${base}`).waitFor();
  }

  /** Opens a file of the folder by its path, as Ctrl+P does. */
  async openFile(file: string): Promise<void> {
    const name = path.basename(file);
    await this.find('ControlOrMeta+KeyP', file, name);
    await this.quickPick.pick(name);
    await this.tab(name).waitFor();
  }

  /** Tries again and again: a starting workbench takes the focus away, and what it does not know yet never appears. */
  private async find(key: string, text: string, label: string): Promise<void> {
    await until(`"${label}" after ${key} and typing "${text}"`, async () => {
      await this.page.keyboard.press(key);
      if ((await this.quickPick.tryType(text)) && (await this.quickPick.offers(label))) return true;
      await this.quickPick.dismiss();
      return false;
    });
  }

  /** The tab of an open editor, by a part of its title. */
  tab(title: string): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title });
  }

  /** A code lens by its text; the first one where there are several. */
  codeLens(text: string): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text }).first();
  }

  /** A view container's icon in the activity bar. */
  activity(title: string): Locator {
    return this.page.locator('.activitybar .action-item a').and(this.page.getByLabel(title));
  }

  /** A tree of the extension by the id that package.json gives it. */
  async view(id: string): Promise<TreeView> {
    return new TreeView(this.page, await viewTitle(id, this.language));
  }

  /** A notification that is shown now or soon, by a part of its text. */
  async notification(text: string): Promise<Locator> {
    const toast = this.notifications(text).first();
    await toast.waitFor();
    return toast;
  }

  /** The notifications that are shown now, by a part of their text. */
  notifications(text: string): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** An item of the status bar by a part of its text. */
  statusBarItem(text: string): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text });
  }

  /** The page inside a webview, by the title of its panel or view. */
  async webviewFrame(title: string): Promise<Frame> {
    return until(`a webview "${title}"`, async () => {
      for (const frame of this.page.frames()) if ((await titleOf(frame)) === title) return frame;
      return undefined;
    });
  }

  /** Makes the sidebar this wide, by dragging its edge. */
  async resizeSidebar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('No sidebar is shown.');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 5 });
    await this.page.mouse.up();
    // Under the pointer the edge would stay highlighted.
    await this.page.mouse.move(box.x + width / 2, 0);
  }

  /** Saves what a person sees now to .vscode-test/screenshots/NAME.png and returns the path. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(cache, 'screenshots', `${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    return file;
  }
}

/** The settings that the other options come to. Trust is never asked for: the folder opens restricted. */
function standing({ theme = 'Dark Modern', version = newest }: WorkbenchOptions): Record<string, unknown> {
  const renamed = version === oldest && theme.endsWith('Modern') ? `Default ${theme}` : theme;
  return { 'workbench.colorTheme': renamed, 'security.workspace.trust.startupPrompt': 'never' };
}

async function openPage(browser: Browser, { viewport, language = 'en' }: WorkbenchOptions): Promise<Page> {
  const page = await browser.newPage({ viewport: viewport ?? { width: 1280, height: 800 } });
  page.setDefaultTimeout(30_000);
  // VS Code takes its display language from here; the browser's own language does not count.
  await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)};`);
  return page;
}

/** The title that VS Code gives a webview's innermost frame. */
async function titleOf(frame: Frame): Promise<string | null> {
  if (!frame.parentFrame()) return null;
  // A frame may go away while it is asked.
  return frame.frameElement().then(
    (element) => element.getAttribute('title'),
    () => null,
  );
}
