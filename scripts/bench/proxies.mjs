// What is compared, each in front of the same three nginx servers, each with the same configuration.
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { endGroup, startGroup } from '../processes.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** @typedef {{ name: string, port: number, pid: number, stop: () => Promise<void> }} Proxy */

/** A folder of this run, the Node of VS Code, the servers' ports and the packaged worker.
 * @typedef {{ home: string, node: string, servers: number[], worker: string }} Setting */

/** @param {string} home a folder of this run
 * @returns {Promise<{ ports: number[], stop: () => Promise<void> }>} */
export async function startServers(home) {
  const ports = [await freePort(), await freePort(), await freePort()];
  const root = path.join(home, 'www');
  await mkdir(root, { recursive: true });
  await writeFile(path.join(root, 'small'), 'x'.repeat(100));
  await writeFile(path.join(root, 'bulk'), Buffer.alloc(16 << 20, 'x'));
  const config = path.join(home, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; master_process off; pid ${home}/nginx.pid; error_log stderr error;
events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nodelay on; keepalive_requests 1000000000; root ${root};
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${home}/tmp;`).join(' ')}
server { ${ports.map((port) => `listen 127.0.0.1:${port} backlog=4096;`).join(' ')} } }
`,
  );
  const nginx = startGroup('nginx', ['-c', config, '-p', home], { stdio: ['ignore', 'inherit', 'inherit'] });
  await Promise.all(ports.map(accepts));
  return { ports, stop: () => endGroup(nginx) };
}

/** @param {Setting} setting */
export async function startHaproxy({ home, servers }) {
  const port = await freePort();
  const config = await writeConfig(home, 'haproxy', port, servers, 'global\n  nbthread 1\n  maxconn 4096\n');
  return start('HAProxy', port, 'haproxy', ['-db', '-f', config]);
}

/** @param {Setting} setting */
export async function startPipe({ servers, node }) {
  const port = await freePort();
  return start('plain pipe', port, node, [
    path.join(here, 'pipeRelay.mjs'),
    String(port),
    ...servers.map(String),
  ]);
}

/** @param {Setting} setting */
export async function startWirebench({ home, servers, node, worker }) {
  const port = await freePort();
  const host = path.join(home, 'host.mjs');
  const entry = path.join(here, 'wirebenchHost.ts');
  await esbuild.build({ entryPoints: [entry], outfile: host, bundle: true, platform: 'node', format: 'esm' });
  const config = await writeConfig(home, 'wirebench', port, servers, '');
  return start('Wirebench', port, node, [host, worker, config]);
}

/** Health checks are on in all that have them.
 * @param {string} home
 * @param {string} name
 * @param {number} port
 * @param {number[]} servers
 * @param {string} global */
async function writeConfig(home, name, port, servers, global) {
  const file = path.join(home, `${name}.cfg`);
  await writeFile(
    file,
    `${global}defaults
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend in
  bind 127.0.0.1:${port}
  default_backend out
backend out
  balance roundrobin
${servers.map((server, i) => `  server s${i + 1} 127.0.0.1:${server} check inter 1s`).join('\n')}
`,
  );
  return file;
}

/** @param {string} name
 * @param {number} port
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<Proxy>} */
async function start(name, port, command, args) {
  const child = startGroup(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const failed = once(child, 'exit').then(() => {
    throw new Error(`${name} ended instead of listening`);
  });
  await Promise.race([accepts(port), failed]);
  failed.catch(() => undefined);
  return { name, port, pid: Number(child.pid), stop: () => endGroup(child) };
}

/** Waits until something listens on the port, 10 s at most.
 * @param {number} port */
async function accepts(port) {
  for (const end = Date.now() + 10_000; ;) {
    const socket = net.connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    if (Date.now() > end) throw new Error(`nothing listens on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** @param {string} home */
export async function cleanHome(home) {
  await rm(home, { recursive: true, force: true });
  await mkdir(path.join(home, 'tmp'), { recursive: true });
}
