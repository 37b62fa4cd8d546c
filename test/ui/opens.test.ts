import assert from 'node:assert/strict';
import { commandTitle } from '../support/manifest';
import { Workbench } from '../support/workbench';

describe('the workbench', () => {
  for (const language of ['en', 'ko'] as const) {
    it(`opens a folder and offers our commands in ${language}`, async () => {
      const workbench = await Workbench.open({ language });
      try {
        await workbench.openFile('haproxy.cfg');
        await workbench.findCommand(await commandTitle('wirebench.startServer', language));
        await workbench.screenshot(`opens-${language}`);
      } finally {
        await workbench.close();
      }
    });
  }

  it('has a Korean title that is not the English one', async () => {
    const titles = [
      await commandTitle('wirebench.startServer', 'en'),
      await commandTitle('wirebench.startServer', 'ko'),
    ];
    assert.notEqual(titles[0], titles[1]);
  });
});
