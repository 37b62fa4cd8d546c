import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/vscode.mjs';
import { flawsOf } from '../support/flaws';
import { until } from '../support/until';
import { Workbench } from '../support/workbench';

/** In the order of the steps. */
const pictures = ['servers.svg', 'balancer.svg', 'console.svg', 'failure.svg', 'check.svg'];

const languages = [
  { language: 'en', title: 'Get Started with Wirebench', start: 'Start Server…' },
  { language: 'ko', title: 'Wirebench 시작하기', start: '서버 시작…' },
] as const;

for (const { language, title, start } of languages) {
  describe(`the walkthrough in ${language}`, function () {
    this.timeout(120_000);
    let workbench: Workbench;

    before(async () => {
      // Narrower, it leaves out the pictures.
      workbench = await Workbench.open({ language, viewport: { width: 1640, height: 900 } });
      await workbench.runCommand('Welcome: Open Walkthrough...');
      await workbench.quickPick.type(title);
      await workbench.quickPick.pick(title);
    });
    after(() => workbench.close());

    const steps = () => workbench.page.locator('.getting-started-step');

    it('shows a picture in every step', async () => {
      await steps().first().waitFor();
      assert.equal(await steps().count(), pictures.length);
      for (const [i, picture] of pictures.entries()) {
        await steps().nth(i).click();
        const words = wordsOf(await readFile(path.join(root, 'media', 'walkthrough', picture), 'utf8'));
        await until(picture, async () => (await drawings()).some((drawing) => wordsOf(drawing) === words));
        await workbench.screenshot(`walkthrough-${i + 1}-${language}`);
      }
      assert.deepEqual(await flawsOf(workbench, { language, narrow: false }), []);
    });

    it('ticks a step off when it was done', async () => {
      await steps().first().click();
      await steps().first().getByText(start).click();
      for (const proposed of [/^$/, /^127\.0\.0\.1:\d+$/, /^echo/]) {
        await until(`the proposal ${proposed}`, async () =>
          proposed.test(await workbench.quickPick.input.inputValue()),
        );
        await workbench.quickPick.accept();
      }
      await steps().first().locator('.codicon-getting-started-step-checked.complete').waitFor();
    });

    /** The sources of the drawings on screen. */
    const drawings = async () => {
      const frames = workbench.page
        .frames()
        .map((frame) => frame.locator('body').innerHTML({ timeout: 1000 }));
      return (await Promise.allSettled(frames)).flatMap((read) =>
        read.status === 'fulfilled' ? read.value : [],
      );
    };
  });
}

function wordsOf(drawing: string): string {
  return [...drawing.matchAll(/<text[^>]*>([^<]+)/g)].map(([, word]) => word).join(' ');
}
