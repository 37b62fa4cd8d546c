import assert from 'node:assert/strict';
import type { Balancer } from '../../../src/core/api/balancer';
import type { Engine } from '../../../src/core/api/engine';
import { formatAddress, type TcpAddress } from '../../../src/core/net/address';
import { whyNotListen } from '../../../src/engine/listener';
import { balancerSpec } from '../balancer/spec';
import { until } from '../until';
import { WireClient } from '../wireClient';

/**
 * Serves 200 clients, half of them through a balancer and every second of which reads no more, and shuts the engine
 * down: within two seconds both ports are free, every client that reads is reset, and no connection lives on. (Where
 * bytes are left to be read, Node takes an RST behind them for a FIN.) Returns the balancer.
 */
export async function shutDownWithCrowd(
  engine: Engine,
  { server, front }: { readonly server: TcpAddress; readonly front: TcpAddress },
): Promise<Balancer> {
  await engine.servers.start({ id: 'a', name: 'a', address: server, behaviour: { kind: 'echo' } });
  const config = `listen web\n bind ${formatAddress(front)}\n server s1 ${formatAddress(server)} check inter 50ms\n`;
  const balancer = await engine.createBalancer({ id: 'lb', spec: balancerSpec(config) });
  await balancer.start();
  const clients = [
    ...(await WireClient.connectMany(server.port, 100)),
    ...(await WireClient.connectMany(front.port, 100)),
  ];
  for (const { socket } of clients) socket.write('x');
  await until('all are served', () => clients.every(({ text }) => text === 'x'));
  const idle = clients.filter((_, i) => i % 2 === 0);
  const deaf = clients.filter((_, i) => i % 2 === 1);
  for (const { socket } of deaf) socket.pause().write(Buffer.alloc(50_000));
  const began = performance.now();
  await engine.shutdown({});
  assert.ok(performance.now() - began < 2000);
  assert.deepEqual([await whyNotListen(server), await whyNotListen(front)], [undefined, undefined]);
  for (const client of idle) assert.equal(await client.ended(), 'rst');
  for (const client of deaf) {
    client.socket.resume();
    await client.ended();
  }
  return balancer;
}
