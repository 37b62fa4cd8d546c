import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { formatAddress } from '../../src/core/net/address';
import { format } from '../../src/core/util/message';
import { commandTable } from '../../src/extension/model/commandTable';
import { keyOf } from '../../src/extension/model/keys';
import type { Row } from '../../src/extension/model/rows/row';
import type { Workbench } from '../../src/extension/model/workbench';
import { freePort } from '../support/deadAddresses';
import { until } from '../support/until';

/** The extension's own model, which it gives to its tests. */
async function activate(): Promise<Workbench> {
  const extension = vscode.extensions.getExtension<Workbench>('wirebench.wirebench');
  assert.ok(extension, 'it is not there');
  return extension.activate();
}

const run = (name: keyof typeof commandTable, ...args: unknown[]) =>
  vscode.commands.executeCommand(`wirebench.${name}`, ...args);

describe('the sidebar', () => {
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    workbench = await activate();
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-sidebar-'));
  });

  afterEach(async () => {
    await run('stopAll');
    for (const { id, origin } of workbench.servers.all())
      if (origin.kind === 'adHoc') workbench.servers.retire(id);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, text: string): Promise<vscode.Uri> {
    const target = path.join(folder, name);
    await writeFile(target, text);
    return vscode.Uri.file(target);
  }

  async function startEcho(name: string, port = 0): Promise<{ row: Row; port: number }> {
    const id = `adhoc:${name}`;
    const address = { kind: 'tcp', host: '127.0.0.1', port } as const;
    workbench.servers.put({ id, name, address, behaviour: { kind: 'echo' } }, false);
    const row: Row = { kind: 'server', key: keyOf.server(id), id };
    await run('startNode', row);
    const bound = workbench.servers.get(id)?.snapshot.addresses[0];
    assert.equal(bound?.kind, 'tcp');
    return { row, port: bound.port };
  }

  const config = (listen: number, servers: readonly number[]) =>
    [
      'defaults',
      '    timeout connect 1s',
      '    timeout client 1m',
      '    timeout server 1m',
      'frontend web',
      `    bind 127.0.0.1:${listen}`,
      '    default_backend app',
      'backend app',
      ...servers.map((port, i) => `    server s${i + 1} 127.0.0.1:${port} check inter 100ms fall 2 rise 2`),
      '',
    ].join('\n');

  const statusOf = (id: string, server: string) =>
    workbench.balancers.get(id)?.memberSnapshot({ backend: 'app', server })?.status;

  it('registers exactly the commands of the table', async () => {
    const builtIn = /\.(focus|resetViewLocation|open|removeView|toggleVisibility)$/;
    const own = (await vscode.commands.getCommands(true)).filter(
      (command) => /^wirebench\.\w+$/.test(command) && !builtIn.test(command),
    );
    const views = ['nodes', 'backends', 'sessions'].map((view) => `wirebench.${view}`);
    const wanted = Object.keys(commandTable).map((name) => `wirebench.${name}`);
    assert.deepEqual(own.filter((command) => !views.includes(command)).sort(), wanted.sort());
  });

  it('shows its three trees', async () => {
    for (const view of ['nodes', 'backends', 'sessions'])
      await vscode.commands.executeCommand(`wirebench.${view}.focus`);
  });

  it('starts, stops and restarts a server', async () => {
    const { row, port } = await startEcho('one');
    assert.equal(await roundTrip(port, 'hello'), 'hello');
    await run('stopNode', row);
    await assert.rejects(roundTrip(port, 'hello'));
    await run('startNode', row);
    await run('restartNode', row);
    assert.equal(workbench.servers.get('adhoc:one')?.snapshot.state, 'running');
  });

  it('copies the addresses of what is selected', async () => {
    const one = await startEcho('one');
    const two = await startEcho('two');
    await run('copyAddress', one.row, [one.row, two.row]);
    const copied = await vscode.env.clipboard.readText();
    assert.equal(copied, `127.0.0.1:${one.port}\n127.0.0.1:${two.port}`);
  });

  it('balances a haproxy.cfg, follows its servers, and acts on them', async () => {
    const servers = [await startEcho('one'), await startEcho('two')];
    const listen = await freePort();
    const uri = await file(
      'haproxy.cfg',
      config(
        listen,
        servers.map(({ port }) => port),
      ),
    );
    await run('startBalancer', uri);
    const id = uri.toString();
    await until('both UP', () => statusOf(id, 's1') === 'UP' && statusOf(id, 's2') === 'UP');
    assert.equal(await roundTrip(listen, 'hi'), 'hi');

    await run('stopNode', servers[0]!.row);
    await until('s1 DOWN', () => statusOf(id, 's1') === 'DOWN');
    assert.equal(await roundTrip(listen, 'hi'), 'hi');
    await run('startNode', servers[0]!.row);

    const ref = { backend: 'app', server: 's2' };
    const member: Row = { kind: 'member', key: keyOf.member(id, ref), balancer: id, ref };
    await run('maint', member);
    await until('s2 MAINT', () => statusOf(id, 's2')?.startsWith('MAINT'));
    await run('ready', member);
    await until('s2 UP again', () => statusOf(id, 's2') === 'UP');

    await run('stopNode', { kind: 'balancer', key: keyOf.file(id), balancer: id });
    await assert.rejects(roundTrip(listen, 'hi'));
  });

  it('checks the servers of a file that is not running, and offers a restart when it has changed', async () => {
    const { port } = await startEcho('checked');
    const listen = await freePort();
    const uri = await file('check.haproxy.cfg', config(listen, [port, await freePort()]));
    const document = await vscode.workspace.openTextDocument(uri);
    const id = uri.toString();
    await until('the file', () => workbench.balancers.get(id)?.runnable);
    const refs = ['s1', 's2'].map((server) => ({ backend: 'app', server }));
    const seen: string[] = [];
    await workbench.balancerControl.check(id, refs, {
      onProgress: ({ server, result }) => seen.push(`${server} ${result.status} ${result.info}`.trim()),
    });
    assert.deepEqual(seen.sort(), ['s1 L4OK', 's2 L4CON Connection refused']);

    await run('startBalancer', uri);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, document.lineAt(9).range, `    server s2 127.0.0.1:${port} check`);
    await vscode.workspace.applyEdit(edit);
    await until('the change', () => workbench.balancers.get(id)?.isOutdated);
    const titles = (await lenses(uri)).map(({ command }) => command?.title);
    assert.ok(titles.some((title) => title?.includes('Restart')));
    await document.save();
  });

  it('says at the bind line why a start failed', async () => {
    const { port } = await startEcho('holder');
    const uri = await file('taken.haproxy.cfg', config(port, [port]));
    await run('startBalancer', uri);
    const [problem] = await until('a problem', () => nonEmpty(vscode.languages.getDiagnostics(uri)));
    assert.equal(problem!.range.start.line, 5);
    assert.equal(
      problem!.message,
      `127.0.0.1:${port} is in use by “holder”, a node of this Wirebench. Stop it, or choose another address.`,
    );
  });

  it('says while typing what is wrong with a haproxy.cfg, and mends it', async () => {
    const uri = await file('typo.haproxy.cfg', 'frontend web\n    bnid 127.0.0.1:1\n');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'haproxy');
    const [problem] = await until('a problem', () =>
      nonEmpty(vscode.languages.getDiagnostics(uri).filter(({ range }) => range.start.line === 1)),
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem!.range,
    );
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit, 'no quick fix');
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^ {4}bind 127/m);
    await document.save();
  });

  it('runs the blocks of a .wire file from their lenses', async () => {
    const port = await freePort();
    const uri = await file('lens.wire', `### one\nlisten 127.0.0.1:${port}\necho\n`);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'wire');
    const id = `${uri.toString()}#one`;
    await until('the block', () => workbench.servers.get(id));
    const [lens] = await lenses(uri);
    assert.equal(lens!.command!.command, 'wirebench.startNode');
    await vscode.commands.executeCommand(lens!.command!.command, ...(lens!.command!.arguments as unknown[]));
    assert.equal(await roundTrip(port, 'x'), 'x');
    const after = await lenses(uri);
    assert.match(after[0]!.command!.title, /Stop/);
    assert.match(after[1]!.command!.title, /running · 0 sessions/);
    await run('stopNode', { kind: 'server', key: keyOf.server(id), id });
  });

  it('brings the same nodes back after the engine died', async () => {
    const { row, port } = await startEcho('phoenix', await freePort());
    const listen = await freePort();
    const uri = await file('phoenix.haproxy.cfg', config(listen, [port]));
    await run('startBalancer', uri);
    const engine = (await workbench.slot.get()) as unknown as { worker: { terminate(): Promise<number> } };
    await engine.worker.terminate();
    await until('the loss', () => workbench.canRecover);
    assert.equal(row.kind === 'server' && workbench.servers.get(row.id)?.snapshot.state, 'failed');
    const lost = workbench.balancers.get(uri.toString())!;
    assert.equal(lost.state, 'failed');
    assert.match(format(lost.reason!), /ended unexpectedly/);
    await assert.rejects(roundTrip(port, 'x'));

    await run('restartEngine');
    assert.equal(await roundTrip(port, 'x'), 'x');
    await until('the server UP', () => statusOf(uri.toString(), 's1') === 'UP');
    assert.equal(await roundTrip(listen, 'x'), 'x');
    assert.equal(
      formatAddress(workbench.servers.get('adhoc:phoenix')!.snapshot.addresses[0]!),
      `127.0.0.1:${port}`,
    );
  });
});

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

async function lenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
}

/** What comes back for `text` on a connection of its own. */
function roundTrip(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('data', (data) => {
      answer += String(data);
      if (answer.length >= text.length) socket.end();
    });
    socket.on('close', () => {
      if (answer === '') reject(new Error('closed without an answer'));
      else resolve(answer);
    });
    socket.write(text);
  });
}
