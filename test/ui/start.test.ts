import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { root } from '../../scripts/vscode.mjs';
import { freePort } from '../support/deadAddresses';
import { skip } from '../support/skip';
import { until } from '../support/until';

/** `npm start` in the browser on this port; `output()` is what it has printed so far. */
function start(port: number): { process: ChildProcess; output: () => string } {
  const script = path.join(root, 'scripts', 'start.mjs');
  const process = spawn(globalThis.process.execPath, [script, '--no-open', '--port', String(port)], {
    stdio: 'pipe',
  });
  let output = '';
  process.stdout.on('data', (data) => (output += String(data)));
  process.stderr.on('data', (data) => (output += String(data)));
  return { process, output: () => output };
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    (response) => response.ok,
    () => false,
  );
}

describe('npm start', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`opens the demo at the address that it prints, and ends on ${signal}`, async function () {
      if (globalThis.process.platform === 'win32') return skip(this, 'Windows has no signals to send');
      const port = await freePort();
      const { process, output } = start(port);
      const ended = once(process, 'exit');
      await until('its address', () => output().includes(`http://127.0.0.1:${port}/?folder=`), 100_000);
      assert.equal(await answers(port), true);
      process.kill(signal);
      await ended;
      assert.equal(await answers(port), false);
    });
  }

  it('says which port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { process, output } = start(port);
    const [code] = (await once(process, 'close')) as [number];
    taken.close();
    assert.equal(code, 1);
    assert.equal(output(), `Port ${port} of 127.0.0.1 is in use. Choose another one, or leave --port out.\n`);
  });
});
