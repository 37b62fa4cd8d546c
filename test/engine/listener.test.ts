import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOOPBACK, type Address } from '../../src/core/net/address';
import { listen, type Listener } from '../../src/engine/listener';

describe('listen', function () {
  this.timeout(20_000);
  const open: Listener[] = [];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wb-'));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((listener) => listener.close()));
    rmSync(folder, { recursive: true });
  });

  async function start(address: Address, owner = 'alpha'): Promise<Listener> {
    const listener = await listen(address, { owner, onConnection: (socket) => socket.end('hello') });
    open.push(listener);
    return listener;
  }

  const tcp = (port: number, host: string = LOOPBACK): Address => ({ kind: 'tcp', host, port });
  const unix = (name: string): Address => ({ kind: 'unix', path: join(folder, name) });

  for (const host of [LOOPBACK, '127.0.0.3', '::1', 'localhost', '*', '', '::']) {
    it(`takes connections on “${host}” and gives the port back`, async () => {
      const listener = await start(tcp(0, host));
      assert.equal(listener.address.kind === 'tcp' && listener.address.host, host);
      const reachable = host.startsWith('127') || host === '::1' ? host : LOOPBACK;
      assert.equal(await read({ host: reachable, port: portOf(listener) }), 'hello');
      await listener.close();
      await start(listener.address);
    });
  }

  it('gives the port back while connections live on', async () => {
    const sockets: net.Socket[] = [];
    const listener = await listen(tcp(0), { owner: 'a', onConnection: (socket) => sockets.push(socket) });
    const client = net.connect(portOf(listener), LOOPBACK);
    await once(client, 'connect');
    await listener.close();
    await start(listener.address);
    client.end('still here');
    const [bytes] = (await once(sockets[0]!, 'data')) as [Buffer];
    assert.equal(bytes.toString(), 'still here');
    sockets[0]!.destroy();
  });

  it('listens on a UNIX socket and removes its file', async () => {
    const address = unix('s.sock');
    const listener = await start(address);
    assert.equal(await read({ path: (address as { path: string }).path }), 'hello');
    await listener.close();
    assert.equal(existsSync((address as { path: string }).path), false);
  });

  it('takes over the file of a UNIX socket whose owner is gone', async () => {
    const address = unix('s.sock');
    const script = `import socket,os; s=socket.socket(socket.AF_UNIX); s.bind(${JSON.stringify((address as { path: string }).path)}); s.listen()`;
    await once(spawn('python3', ['-c', script]), 'exit');
    assert.equal(existsSync((address as { path: string }).path), true);
    await start(address);
    assert.equal(await read({ path: (address as { path: string }).path }), 'hello');
  });

  describe('names place, reason and remedy', () => {
    const failsWith = (address: Address, text: string) =>
      assert.rejects(listen(address, { owner: 'x', onConnection: () => undefined }), { message: text });

    it('when one of our own nodes has the port, on another spelling of the address', async () => {
      const port = portOf(await start(tcp(0), 'alpha'));
      for (const host of [LOOPBACK, 'localhost', '*'])
        await failsWith(
          tcp(port, host),
          `${host}:${port} is in use by “alpha”, a node of this Wirebench. Stop it, or choose another address.`,
        );
    });

    it('when another program has the port', async () => {
      const other = await python('s=socket.socket(); s.bind(("127.0.0.1",0))', 's.getsockname()[1]');
      await failsWith(
        tcp(Number(other.said)),
        `127.0.0.1:${other.said} is in use by python3 (pid ${other.process.pid}). Stop that program, or choose another address.`,
      );
      await end(other.process);
    });

    it('when another program has the UNIX socket', async () => {
      const { path } = unix('s.sock') as { path: string };
      const other = await python(`s=socket.socket(socket.AF_UNIX); s.bind(${JSON.stringify(path)})`, '1');
      await failsWith(
        unix('s.sock'),
        `unix@${path} is in use by python3 (pid ${other.process.pid}). Stop that program, or choose another address.`,
      );
      await end(other.process);
    });

    it('when the address is not of this machine', () =>
      failsWith(
        tcp(0, '192.0.2.1'),
        '192.0.2.1:0 cannot be listened on: 192.0.2.1 is not an address of this machine. Use 127.0.0.1, * or one of its own addresses.',
      ));

    it('when the name has no address', () => {
      // A label of 64 letters is no host name: it is turned down without asking any name server.
      const host = 'x'.repeat(64);
      return failsWith(
        tcp(0, host),
        `The host name “${host}” has no address. Check its spelling, or use an IP address.`,
      );
    });

    it('when a regular file is in the way', async () => {
      const { path } = unix('file') as { path: string };
      writeFileSync(path, 'precious');
      await failsWith(
        unix('file'),
        `${path} exists and is not a socket. Choose another path, or remove the file.`,
      );
    });

    it('when the folder of a UNIX socket is missing', () =>
      failsWith(
        unix('no/such/s.sock'),
        `${join(folder, 'no/such/s.sock')} cannot be listened on: the folder ${join(folder, 'no/such')} does not exist. Create it, or choose another path.`,
      ));

    it('when the path of a UNIX socket is too long', async () => {
      const { path } = unix('x'.repeat(120)) as { path: string };
      const max = process.platform === 'linux' ? 107 : 103;
      await failsWith(
        { kind: 'unix', path },
        `${path} is ${path.length} bytes long, and a UNIX socket’s path can have at most ${max}. Choose a shorter path.`,
      );
    });
  });
});

function portOf({ address }: Listener): number {
  assert.equal(address.kind, 'tcp');
  return address.kind === 'tcp' ? address.port : 0;
}

async function read(target: net.NetConnectOpts): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of net.connect(target)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Starts a listening Python program and waits until it says `expression`. */
async function python(setup: string, expression: string): Promise<{ process: ChildProcess; said: string }> {
  const script = `import socket,time\n${setup}\ns.listen()\nprint(${expression}, flush=True)\ntime.sleep(60)`;
  const child = spawn('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, said: said.toString().trim() };
}

async function end(child: ChildProcess): Promise<void> {
  child.kill();
  await once(child, 'exit');
}
