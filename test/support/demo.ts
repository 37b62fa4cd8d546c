import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';

/** The ports that the demo's files name. */
const demoPorts = { frontend: 18080, servers: [18001, 18002, 18003] } as const;

/** A copy of the demo workspace on ports that are free here, so that runs do not meet. */
export interface Demo {
  readonly folder: string;
  readonly frontend: number;
  readonly servers: readonly [number, number, number];
  remove(): Promise<void>;
}

/** @param own whether to keep the ports that the files name, for pictures; nothing else may use them then */
export async function copyDemo(own = false): Promise<Demo> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'wirebench-demo-'));
  const folder = path.join(scratch, 'demo');
  await cp('demo', folder, { recursive: true });
  const [frontend = 0, ...servers] = own ? [demoPorts.frontend, ...demoPorts.servers] : await freePorts(4);
  const mapped = new Map<number, number>([[demoPorts.frontend, frontend]]);
  demoPorts.servers.forEach((port, i) => mapped.set(port, Number(servers[i])));
  for (const name of ['haproxy.cfg', 'servers.wire']) {
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/\b18\d{3}\b/g, (port) => String(mapped.get(Number(port)) ?? port)),
    );
  }
  return {
    folder,
    frontend,
    servers: servers as unknown as Demo['servers'],
    remove: () => rm(scratch, { recursive: true, force: true }),
  };
}

/** Ports of 127.0.0.1 that nothing listened on a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => net.createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
