import assert from 'node:assert/strict';
import type { Balancer } from '../../../src/core/api/balancer';
import type { Engine } from '../../../src/core/api/engine';
import { formatAddress, type TcpAddress } from '../../../src/core/net/address';
import { whyNotListen } from '../../../src/engine/listener';
import { balancerSpec } from '../balancer/spec';
import { until } from '../until';
import { WireClient } from '../wireClient';

/**
 * Serves 200 clients, half of them through a balancer, none of which reads any more, and shuts the engine down: within
 * two seconds both ports are free, and every client is reset. Returns the balancer.
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
  for (const { socket } of clients) socket.pause().write(Buffer.alloc(50_000));
  const began = performance.now();
  await engine.shutdown({});
  assert.ok(performance.now() - began < 2000);
  assert.deepEqual([await whyNotListen(server), await whyNotListen(front)], [undefined, undefined]);
  for (const client of clients) {
    client.socket.resume();
    assert.equal(await client.ended(), 'rst');
  }
  return balancer;
}
