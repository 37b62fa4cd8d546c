import assert from 'node:assert/strict';
import { commandTitle, viewTitle } from '../support/manifest';
import { ConsolePanel } from '../support/consolePanel';
import { copyDemo, type Demo } from '../support/demo';
import type { TreeView } from '../support/treeView';
import { until } from '../support/until';
import { Workbench } from '../support/workbench';

const each = { more: 'More ways to send', each: 'One connection per send', times: 'Times' };

/** What the demo's haproxy.cfg says: `inter 1s fall 2 rise 2`. */
const FALL_MS = 2 * 1000;

describe('the path from nothing to a balanced service', function () {
  this.timeout(180_000);
  let demo: Demo;
  let workbench: Workbench;
  let nodes: TreeView;
  let backends: TreeView;
  let sessions: TreeView;
  let console: ConsolePanel;
  const run = async (command: string) =>
    workbench.runCommand(await commandTitle(`wirebench.${command}`, 'en'));

  before(async () => {
    demo = await copyDemo();
    workbench = await Workbench.open({ folder: demo.folder, viewport: { width: 1400, height: 900 } });
    await workbench.activity('Wirebench').click();
    nodes = await workbench.view('wirebench.nodes');
    backends = await workbench.view('wirebench.backends');
    sessions = await workbench.view('wirebench.sessions');
    assert.ok(await viewTitle('wirebench.nodes', 'en'));
  });
  after(async () => {
    await workbench.screenshot('path-end').catch(() => undefined);
    await workbench.close();
    await demo.remove();
  });

  const server = (name: string, what: RegExp) =>
    backends.rowWhere(
      ({ label, description }) => label === name && what.test(description),
      `${name} is ${what}`,
    );

  /** Waits for the step of the wizard that proposes such a value. */
  const proposes = (value: RegExp) =>
    until(`a step that proposes ${value}`, async () =>
      value.test(await workbench.quickPick.input.inputValue()),
    );

  it('starts three servers from the palette', async () => {
    for (const [i, port] of demo.servers.entries()) {
      await run('startServer');
      await workbench.quickPick.pick('reply');
      await proposes(/^127\.0\.0\.1:\d+$/);
      await workbench.quickPick.accept(String(port));
      await proposes(/^reply/);
      await workbench.quickPick.accept(`alpha${i + 1}`);
      await nodes.rowWhere(
        ({ label, icon }) => label === `alpha${i + 1}` && icon !== '',
        `alpha${i + 1} runs`,
      );
    }
    const rows = (await nodes.rows()).filter(({ label }) => label.startsWith('alpha'));
    assert.deepEqual(
      rows.map(({ description }) => description),
      demo.servers.map((port) => `127.0.0.1:${port} · reply`),
    );
  });

  it('runs the demo’s haproxy.cfg from its code lens, and shows three servers UP', async () => {
    await workbench.openFile('haproxy.cfg');
    await workbench.codeLens('Run').click();
    for (const name of ['server1', 'server2', 'server3']) await server(name, /^UP · 0 sessions · \d+ ms$/);
    await workbench.codeLens('Stop').waitFor();
  });

  it('sees the three answer in turn, one connection per send', async () => {
    console = await ConsolePanel.open(
      workbench,
      await commandTitle('wirebench.connect', 'en'),
      'http_frontend',
    );
    await console.write('hello');
    assert.deepEqual(await console.sendEach(6, each), {
      rows: { 'http_backend/server1': 2, 'http_backend/server2': 2, 'http_backend/server3': 2 },
      failed: false,
    });
  });

  it('shows a stopped server as DOWN with the reason, and no send fails meanwhile', async () => {
    const stopped = performance.now();
    await nodes.inlineAction('alpha2', 'Stop');
    const tally = await console.sendEach(30, each);
    assert.equal(tally.failed, false);
    const row = await server('server2', /^DOWN/);
    const took = performance.now() - stopped;
    assert.match(`${row.description} ${row.ariaLabel}`, /Connection refused/);
    // A deadline of fall × inter + 1 s for the product; the rest is for driving the workbench.
    assert.ok(took < FALL_MS + 1000 + 20_000, `${took} ms`);
    const after = await console.sendEach(6, each);
    assert.deepEqual(after.rows, { 'http_backend/server1': 3, 'http_backend/server3': 3 });
  });

  it('shows it UP again after it was started', async () => {
    await nodes.inlineAction('alpha2', 'Start');
    await server('server2', /^UP · 0 sessions/);
    const { rows } = await console.sendEach(6, each);
    assert.equal(rows['http_backend/server2'], 2);
  });

  it('drains one: no new session reaches it, the old one lives on', async () => {
    // The console itself holds one connection: the server that has it is drained.
    const { label } = await backends.rowWhere(
      ({ level, description }) => level === 2 && / 1 session /.test(description),
      'a server with a session',
    );
    await backends.contextAction(label, 'Drain Server…');
    await workbench.quickPick.pick('Until the last session ends');
    await server(label, /^DRAIN · 1 session/);
    const { rows } = await console.sendEach(6, each);
    assert.deepEqual(
      Object.entries(rows).map(([who, count]) => [who === `http_backend/${label}`, count]),
      [
        [false, 3],
        [false, 3],
      ],
    );
    await console.write('still there?');
    await console.sendOnce(each);
    await until('an answer on the old connection', async () =>
      (await console.shown()).includes(`alpha${label.slice(-1)} heard: still there?`),
    );
    await backends.contextAction(label, 'Set Server to Ready');
    await server(label, /^UP/);
  });

  it('shows what each probe of a health check saw', async () => {
    await backends.contextAction('http_backend', 'Check Health Now');
    await until('the results', async () =>
      (await workbench.quickPick.widget.innerText()).includes('server3'),
    );
    const results = await workbench.quickPick.widget.innerText();
    for (const name of ['server1', 'server2', 'server3']) assert.match(results, new RegExp(name));
    assert.match(results, /Layer4 check passed/);
    await workbench.screenshot('path-check');
    await workbench.quickPick.dismiss();
  });

  it('lists the sessions of every node, and hides the health checks', async () => {
    await sessions.titleAction('Collapse All');
    await sessions.rowWhere(({ label }) => label === 'http_frontend', 'the frontend');
    const servers = (await sessions.rows()).filter(({ label }) => label.startsWith('alpha'));
    assert.equal(servers.length, 3);
    // The checks of every second would be many more than what was sent.
    for (const { description } of servers) {
      const total = /^[01] sessions? · (\d+) in all$/.exec(description)?.[1];
      assert.ok(Number(total) > 0 && Number(total) < 30, description);
    }
    await workbench.screenshot('path-sessions');
  });

  it('stops everything at once', async () => {
    await run('stopAll');
    await nodes.rowWhere(
      ({ label, description }) => label === 'haproxy.cfg' && /stopped/.test(description),
      'stopped',
    );
  });
});
