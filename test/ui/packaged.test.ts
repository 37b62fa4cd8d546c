import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../scripts/processes.mjs';
import { root } from '../../scripts/vscode.mjs';
import { commandTitle } from '../support/manifest';
import { until } from '../support/until';
import { Workbench } from '../support/workbench';

describe('the packaged extension', () => {
  let scratch: string;
  let workbench: Workbench | undefined;

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'wirebench-package-'));
    const vsix = path.join(scratch, 'wirebench.vsix');
    assert.equal(
      await run(process.execPath, ['scripts/package.mjs', vsix], { cwd: root }),
      0,
      'packaging failed',
    );
    workbench = await Workbench.open({ vsix });
  });

  after(async () => {
    await workbench?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it('activates: its log and its commands are there', async () => {
    await workbench!.runCommand(await commandTitle('wirebench.showLog'));
    const channels = workbench!.page.locator('.part.panel select').first();
    await until('the log in the Output view', async () => (await channels.inputValue()) === 'Wirebench');
  });

  it('shows its trees in the sidebar', async () => {
    await workbench!.activity('Wirebench').click();
    for (const id of ['wirebench.nodes', 'wirebench.backends', 'wirebench.sessions']) {
      await (await workbench!.view(id)).pane.waitFor();
    }
    await workbench!.screenshot('packaged');
  });
});
