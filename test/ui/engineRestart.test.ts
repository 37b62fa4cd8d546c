import assert from 'node:assert/strict';
import { ConsolePanel } from '../support/consolePanel';
import { copyDemo, type Demo } from '../support/demo';
import { runInEngine } from '../support/engineThread';
import { commandTitle } from '../support/manifest';
import { skip } from '../support/skip';
import type { TreeView } from '../support/treeView';
import { until } from '../support/until';
import { Workbench } from '../support/workbench';

describe('an engine that is gone', function () {
  this.timeout(180_000);
  let demo: Demo;
  let workbench: Workbench;
  let nodes: TreeView;
  let console: ConsolePanel;

  before(async function () {
    if (process.platform === 'win32') return skip(this, 'Windows has no signal that asks for a debugger');
    demo = await copyDemo();
    workbench = await Workbench.open({ folder: demo.folder });
    await workbench.activity('Wirebench').click();
    nodes = await workbench.view('wirebench.nodes');
    await nodes.inlineAction('servers.wire', 'Start');
    await nodes.inlineAction('haproxy.cfg', 'Start');
    await stateOf('haproxy.cfg', 'pass-filled');
    console = await ConsolePanel.open(
      workbench,
      await commandTitle('wirebench.connect', 'en'),
      'http_frontend',
    );
  });

  after(async () => {
    await workbench?.close();
    await demo?.remove();
  });

  const stateOf = (label: string, icon: string) =>
    nodes.rowWhere((row) => row.label === label && row.icon === icon, `${label} with ${icon}`);

  async function answered(text: string): Promise<void> {
    await console.write(text);
    await console.send();
    await until(`an answer to ${text}`, async () => (await console.shown()).includes(`heard: ${text}`));
  }

  for (const [what, statement, reason] of [
    ['died', 'process.exit(7)', 'ended unexpectedly (exit code 7)'],
    ['hangs', 'for (;;);', 'did not respond for 3 s'],
  ] as const) {
    it(`that ${what}: its nodes fail with the reason, and Restart brings the same ones back`, async () => {
      await answered(`before it ${what}`);
      await runInEngine(workbench, statement);
      const toast = await workbench.notification(reason);
      for (const label of ['haproxy.cfg', 'http_frontend', 'servers.wire', 'server1', 'server2', 'server3'])
        await stateOf(label, 'error');
      assert.ok((await console.state()).includes(reason));
      await workbench.statusBarItem('4 failed').waitFor();
      assert.equal(await workbench.notifications(reason).count(), 1);

      await toast.getByText('Restart', { exact: true }).click();
      // The pointer's hover would lie over the next notification.
      await workbench.page.mouse.move(0, 0);
      for (const label of ['haproxy.cfg', 'http_frontend', 'servers.wire', 'server1', 'server2', 'server3'])
        await stateOf(label, 'pass-filled');
      await workbench.statusBarItem('4 nodes').waitFor();
      await answered(`after it ${what}`);
      assert.match(await console.state(), /^Connected to /);
      assert.deepEqual(await console.problems(), []);
    });
  }
});
