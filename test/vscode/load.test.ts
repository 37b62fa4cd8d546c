import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { Workbench } from '../../src/extension/model/workbench';
import { freePort } from '../support/deadAddresses';
import { until } from '../support/until';

const SERVERS = 1000;
/** New sessions a second, and for how many of them. */
const RATE = 1000;
const SECONDS = 10;

/** Opens sessions in a thread of its own, so that what is measured is the extension and not the client. */
const clients = `
const net = require('node:net');
const { workerData, parentPort } = require('node:worker_threads');
let opened = 0;
const timer = setInterval(() => {
  for (let i = 0; i < workerData.rate / 100; i++) {
    const socket = net.connect(workerData.port, '127.0.0.1', () => { opened++; socket.end('x'); });
    socket.on('error', () => undefined);
    socket.resume();
  }
}, 10);
parentPort.on('message', () => { clearInterval(timer); parentPort.postMessage(opened); });`;

/** Measures what a thread with nothing to do suffers meanwhile: that is the machine, not the extension. */
const idler = `
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { parentPort } = require('node:worker_threads');
const histogram = monitorEventLoopDelay({ resolution: 1 });
histogram.enable();
parentPort.on('message', () => parentPort.postMessage(histogram.percentile(99)));`;

/** What a thread answers when it is told to stop. */
async function answerOf(worker: Worker): Promise<number> {
  const answer = new Promise<number>((resolve) => worker.once('message', resolve));
  worker.postMessage('stop');
  const value = await answer;
  await worker.terminate();
  return value;
}

describe('the extension host under load', () => {
  it('stays responsive with 1,000 servers and 1,000 new sessions a second', async () => {
    const workbench = await vscode.extensions.getExtension<Workbench>('wirebench.wirebench')!.activate();
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-load-'));
    const echo = { kind: 'echo' } as const;
    const address = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
    workbench.servers.put({ id: 'load', name: 'load', address, behaviour: echo }, false);
    await workbench.serverControl.start('load');
    const bound = workbench.servers.get('load')!.snapshot.addresses[0]!;
    assert.equal(bound.kind, 'tcp');
    const listen = await freePort();
    const lines = Array.from(
      { length: SERVERS },
      (_, i) => `    server s${i} 127.0.0.1:${bound.port} check inter 2s`,
    );
    const text = `frontend web\n    bind 127.0.0.1:${listen}\n    default_backend app\nbackend app\n${lines.join('\n')}\n`;
    const uri = vscode.Uri.file(path.join(folder, 'load.haproxy.cfg'));
    await writeFile(uri.fsPath, text);
    try {
      for (const view of ['nodes', 'backends', 'sessions'])
        await vscode.commands.executeCommand(`wirebench.${view}.focus`);
      await vscode.commands.executeCommand('wirebench.startBalancer', uri);
      const balancer = await until('the balancer', () => workbench.balancers.get(uri.toString()));
      await until('a check of every server', () =>
        [...balancer.snapshots()].every(({ lastCheck }) => lastCheck !== undefined),
      );
      const client = new Worker(clients, { eval: true, workerData: { port: listen, rate: RATE } });
      await delay(1000);
      const idle = new Worker(idler, { eval: true });
      const histogram = monitorEventLoopDelay({ resolution: 1 });
      histogram.enable();
      await delay(SECONDS * 1000);
      histogram.disable();
      const machine = await answerOf(idle);
      const opened = await answerOf(client);
      const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1);
      const figures = [50, 90, 99, 99.9].map((p) => `p${p} ${ms(histogram.percentile(p))} ms`).join(', ');
      console.log(`${opened} sessions; event loop: ${figures}; an idle thread: p99 ${ms(machine)} ms`);
      assert.ok(opened > (RATE * SECONDS) / 4, `only ${opened} sessions were opened`);
      const own = histogram.percentile(99) - machine;
      assert.ok(own < 20e6, `p99 is ${ms(own)} ms above that of an idle thread`);
    } finally {
      await vscode.commands.executeCommand('wirebench.stopAll');
      workbench.servers.retire('load');
      await rm(folder, { recursive: true, force: true });
    }
  });
});
