import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConsolePanel } from '../support/consolePanel';
import { DemoScene } from '../support/demoScene';
import { flawsOf } from '../support/flaws';
import { until } from '../support/until';
import { Workbench, type Language, type Theme } from '../support/workbench';

const themes: readonly Theme[] = [
  'Dark Modern',
  'Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
];

/** In CSS pixels. */
const wide = 400;
const narrow = 300;

/** For the pictures of the documentation the demo runs on the ports that its files name. */
const forDocumentation = process.env.WIREBENCH_PICTURES === 'true';

for (const language of ['en', 'ko'] as const) {
  describe(`the looks in ${language}`, function () {
    this.timeout(180_000);
    let scene: DemoScene;
    let console: ConsolePanel;

    before(async () => {
      scene = await DemoScene.open(language, forDocumentation);
      await scene.startServers();
      await scene.runBalancer();
      console = await scene.openConsole();
      await console.write('hello');
      await console.sendEach(6, scene.labels);
      await scene.workbench.resizeSidebar(wide);
    });
    after(() => scene.close());

    it('are right when all is well', async () => {
      await scene.hasSettled('UP · 3/3');
      await look('balanced', false);
    });

    it('are right when one server is stopped and one drained', async () => {
      await scene.stopServer('server2');
      await console.sendEach(6, scene.labels);
      await scene.drainServer(await scene.busyServer());
      await scene.hasSettled('UP · 2/3');
      await look('trouble', false);
    });

    it('are right where a health check tells what each probe saw', async () => {
      await scene.checkAll();
      await look('check', false);
      await scene.workbench.quickPick.dismiss();
    });

    for (const theme of themes) {
      it(`are right in ${theme}, wide and narrow`, async () => {
        await scene.workbench.setTheme(theme);
        await look(theme, false);
        await scene.workbench.resizeSidebar(narrow);
        await look(`${theme} ${narrow}`, true);
        await scene.workbench.resizeSidebar(wide);
      });
    }

    async function look(name: string, isNarrow: boolean): Promise<void> {
      await scene.workbench.screenshot(nameOf(name, language));
      const options = { language, narrow: isNarrow };
      assert.deepEqual(await flawsOf(scene.workbench, options, console), []);
    }
  });

  describe(`the welcome in ${language}`, function () {
    this.timeout(90_000);
    let folder: string;
    let workbench: Workbench;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'wirebench-empty-'));
      workbench = await Workbench.open({ folder, language });
    });
    after(async () => {
      await workbench.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('fits into a narrow sidebar', async () => {
      await workbench.activity('Wirebench').click();
      const buttons = workbench.page.locator('.welcome-view-content .monaco-button');
      await until('the buttons of all views', async () => (await buttons.count()) === 5);
      await workbench.page.locator('.pane-header .description', { hasText: /./ }).waitFor();
      const working = workbench.page.locator('.part.sidebar .monaco-progress-container.active');
      await until('the views to be there', async () => (await working.count()) === 0);
      await workbench.resizeSidebar(narrow);
      await workbench.screenshot(nameOf('welcome', language));
      assert.deepEqual(await flawsOf(workbench, { language, narrow: true }), []);
    });
  });
}

function nameOf(name: string, language: Language): string {
  return `looks ${name} ${language}`.replaceAll(' ', '-').toLowerCase();
}
