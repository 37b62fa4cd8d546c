import type * as net from 'node:net';
import { residentMemory } from '../memory';
import { Peer } from '../peer';
import { until } from '../until';
import { BalancerBench } from './bench';
import { listenConfig } from './config';

// A process of its own, so that nothing else moves its memory: prints the resident bytes after each round of 2,000
// connections that are opened and dropped in all ways.

async function main(): Promise<void> {
  const peer = await Peer.listen((socket: net.Socket) => {
    if (peer.sockets.length % 2) socket.end(Buffer.alloc(4096));
    else socket.pipe(socket);
  });
  const bench = await BalancerBench.start(await listenConfig(`server s1 127.0.0.1:${peer.address.port}`));
  const rounds: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 20; i++) await openAndDrop(bench, 100);
    for (const socket of peer.sockets.splice(0)) socket.destroy();
    rounds.push(await residentMemory());
  }
  const { frontends, backends, servers } = await bench.balancer.snapshot();
  const sessions = [...frontends, ...backends, ...servers].map(({ sessions: { current, total } }) => ({
    current,
    total,
  }));
  console.log(JSON.stringify({ rounds, sessions }));
  await bench.balancer.stop({});
  await peer.close();
}

async function openAndDrop(bench: BalancerBench, count: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: count }, () => bench.connect()));
  clients.forEach(({ socket }, n) => {
    if (n % 3 === 0) socket.resetAndDestroy();
    else if (n % 3 === 1) socket.destroy();
    else socket.end('bye');
  });
  await until('all are gone', async () => (await bench.server()).sessions.current === 0);
}

void main();
