import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { Peer } from '../support/peer';
import { until } from '../support/until';
import { Workbench } from '../support/workbench';

describe("the console's panel in the workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let peer: Peer;

  before(async () => {
    peer = await Peer.listen((socket) => socket.write('220 ready\r\n'));
    workbench = await Workbench.open();
  });

  after(async () => {
    await workbench.close();
    await peer.close();
  });

  /** The page in the panel, once it is drawn. */
  function page(): Promise<Frame> {
    return until('the console', async () => {
      for (const frame of workbench.page.frames())
        if (
          await frame
            .locator('wb-composer')
            .count()
            .catch(() => 0)
        )
          return frame;
      return undefined;
    });
  }

  async function rows(): Promise<string[]> {
    return (await page()).locator('.row[data-position] .content').allInnerTexts();
  }

  it('connects from the palette, sends, and has everything again after a reload', async () => {
    await workbench.runCommand('Wirebench: Connect…');
    await workbench.quickPick.widget.getByText('HOST:PORT, a port alone').waitFor();
    await workbench.quickPick.accept(`127.0.0.1:${peer.address.port}`);
    await until('the greeting', async () => (await rows()).some((row) => row.startsWith('220 ready')));

    const composer = (await page()).locator('#payload textarea');
    await composer.fill('ping');
    const got = new Promise<string>((resolve) => peer.last.once('data', (data) => resolve(data.toString())));
    await composer.press('Control+Enter');
    assert.equal(await got, 'ping\n');
    await composer.fill('half written');
    await until('what was sent', async () => (await rows()).some((row) => row.startsWith('ping')));
    const before = await rows();

    const ended = new Promise((resolve) => peer.last.once('close', resolve));
    peer.last.on('end', () => peer.last.end()).resume();
    await workbench.runCommand('Developer: Reload Window');
    await ended;
    await until('the transcript', async () => (await rows()).length > before.length);
    const after = await rows();
    assert.deepEqual(after.slice(0, before.length), before);
    assert.equal(after.at(-1), 'What is above was recorded before the engine was started again.');

    assert.equal(await (await page()).locator('#payload textarea').inputValue(), 'half written');

    await (await page()).getByText('Connect', { exact: true }).click();
    await until(
      'the greeting again',
      async () => (await rows()).filter((row) => row.startsWith('220 ready')).length === 2,
    );
  });
});
