import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ConsolePanel } from '../support/consolePanel';
import { freePort } from '../support/deadAddresses';
import { commandTitle } from '../support/manifest';
import { exchange } from '../support/serverBench';
import type { TreeView } from '../support/treeView';
import { until } from '../support/until';
import { Workbench } from '../support/workbench';

describe('everyday work', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let nodes: TreeView;
  let sessions: TreeView;
  let port: number;

  before(async () => {
    port = await freePort();
    workbench = await Workbench.open();
    await workbench.activity('Wirebench').click();
    nodes = await workbench.view('wirebench.nodes');
    sessions = await workbench.view('wirebench.sessions');
  });
  after(() => workbench.close());

  /** What it answers; nothing when nobody listens. */
  const answerTo = (text: string) =>
    exchange({ host: '127.0.0.1', port }, text).then(String, () => undefined);
  const isFree = () => until('the port is free', async () => (await answerTo('')) === undefined, 10_000);
  const run = async (command: string) =>
    workbench.runCommand(await commandTitle(`wirebench.${command}`, 'en'));
  const says = (text: string) =>
    until(`“${text}” in the quick pick`, async () =>
      (await workbench.quickPick.widget.innerText()).includes(text),
    );
  const proposes = (value: string) =>
    until(`a step that proposes ${value}`, async () =>
      (await workbench.quickPick.input.inputValue()).startsWith(value),
    );
  const runs = (label: string) =>
    nodes.rowWhere((row) => row.label === label && row.icon === 'pass-filled', `${label} runs`);

  it('says while an address is typed who has it', async () => {
    await run('startServer');
    await workbench.quickPick.pick('reply');
    await proposes('127.0.0.1:');
    await workbench.quickPick.type(new URL(workbench.page.url()).port);
    await says('is in use by');
    await workbench.quickPick.type('70000');
    await says('Ports go from 0 to 65535.');
    await workbench.quickPick.accept(String(port));
    await proposes('reply');
  });

  it('sets the answer and the delay of a new server behind the gear', async () => {
    await workbench.quickPick.type('alpha');
    await workbench.quickPick.button('Options…').click();
    await says('Delay of answers');
    await workbench.quickPick.pick('Answer');
    await proposes('{node} heard');
    await workbench.quickPick.type('{cuonter}');
    await says('Did you mean {counter}?');
    await workbench.quickPick.accept('{node} no. {counter}');
    await says('{node} no. {counter}');
    await workbench.quickPick.pick('Delay of answers');
    await proposes('');
    await says('Such as 50ms');
    await workbench.quickPick.accept('20ms');
    await says('20ms');
    await workbench.quickPick.accept();
    await runs('alpha');
    assert.equal(await answerTo('x'), 'alpha no. 1');
  });

  it('asks what to start when what is selected runs already', async () => {
    await nodes.row('alpha').click();
    await run('startNode');
    await says('haproxy.cfg');
    await workbench.quickPick.dismiss();
  });

  it('changes a server that runs, and starts it again with the change', async () => {
    await nodes.contextAction('alpha', 'Edit Server…');
    await workbench.quickPick.pick('Answer');
    await proposes('{node} no.');
    await workbench.quickPick.accept('={request}');
    await says('={request}');
    await workbench.quickPick.accept();
    await until('the new answer', async () => (await answerTo('again')) === '=again');
  });

  it('sends the selection of an editor, and saves what came back byte for byte', async () => {
    await workbench.openFile('haproxy.cfg');
    await until('everything selected', async () => {
      await workbench.page.locator('.monaco-editor .view-lines').first().click();
      await workbench.page.keyboard.press('ControlOrMeta+KeyA');
      return (await workbench.statusBarItem(' selected)').count()) > 0;
    });
    await run('sendSelection');
    await workbench.quickPick.pick('alpha');
    const console = await ConsolePanel.titled(workbench, 'alpha');
    await until('the answer', async () => (await console.shown()).match(/timeout connect/g)?.length === 2);
    await console.press('Save Bytes…');
    await workbench.quickPick.pick('Received bytes');
    await proposes(workbench.folder);
    const saved = path.join(workbench.folder, 'saved.bin');
    await workbench.quickPick.accept(saved);
    const sent = `=${await readFile(path.join(workbench.folder, 'haproxy.cfg'), 'utf8')}`;
    await until('the file', async () => (await readFile(saved, 'utf8').catch(() => '')) === sent);
  });

  it('keeps what was sent, and snippets by name', async () => {
    const console = await ConsolePanel.titled(workbench, 'alpha');
    await console.write('ping\\x00');
    await console.press('Save as Snippet…');
    await says('A name for it.');
    await workbench.quickPick.accept('a ping');
    await console.send();
    await console.write('');
    await console.press('Snippets');
    await workbench.quickPick.pick('a ping');
    await until('the snippet', async () => (await console.written()) === 'ping\\x00');
    await console.press('History');
    await workbench.quickPick.pick('ping\\x00');
  });

  it('shows the other side of the connection, and lets a person answer there', async () => {
    const { label } = await sessions.rowWhere(
      ({ level, description }) => level === 2 && /[1-9]\d* B/.test(description),
      'a session with what was counted of it',
    );
    await sessions.inlineAction(label, 'Open Transcript');
    const client = `alpha ↔ ${label}`;
    const other = await ConsolePanel.titled(workbench, client);
    await other.write('by hand');
    await other.send();
    await workbench.tab('alpha').first().click();
    const console = await ConsolePanel.titled(workbench, 'alpha');
    await until('what the person wrote', async () => (await console.shown()).includes('by hand'));
  });

  it('gives every port back within 2 s of a reload, and has what starts on open and the consoles again', async () => {
    await nodes.contextAction('alpha', 'Toggle Start on Open');
    await nodes.rowWhere(({ description }) => /starts on open/.test(description), 'the mark');
    const loaded = workbench.page.waitForEvent('load');
    await workbench.runCommand('Developer: Reload Window');
    const left = performance.now();
    await isFree();
    assert.ok(performance.now() - left < 2000, 'it took more than 2 s');
    await loaded;
    await runs('alpha');
    assert.equal(await answerTo('back'), '=back');
    const console = await ConsolePanel.titled(workbench, 'alpha');
    await until('the transcript', async () => (await console.shown()).includes('by hand'));
  });
});
