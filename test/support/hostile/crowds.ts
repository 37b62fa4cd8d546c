import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { EmbeddedEngine } from '../../../src/engine/embeddedEngine';
import { exchange, portOf, reply } from '../serverBench';
import { until } from '../until';
import { WireClient } from '../wireClient';
import type { HostileCase } from './case';
import { endingsOf } from './endings';
import { shutDownWithCrowd } from './shutdown';

const closedAndReset =
  'The client closed the connection (FIN).\nThe client reset the connection (ECONNRESET).';
const greeter = reply({ greeting: 'hi', answer: '{request}' });

/** Opens 2,000 connections and drops each as soon as it was greeted: in turn with FIN and with RST. */
async function comeAndGo(port: number): Promise<void> {
  for (let batch = 0; batch < 20; batch++)
    await Promise.all(Array.from({ length: 100 }, (_, i) => drop(port, i % 2 === 0)));
  // Connections are accepted in turn: once this one is answered, no older one is still to come.
  assert.equal((await exchange({ port, host: '127.0.0.1' }, ' there')).toString(), 'hi there');
}

async function drop(port: number, gently: boolean): Promise<void> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  // The greeting says that it was accepted: the system is free to forget one that was reset before.
  await once(socket, 'data');
  if (gently) socket.end();
  else socket.resetAndDestroy();
  if (!socket.closed) await once(socket, 'close');
}

/** Asks a backend whose servers are all gone, a hundred times. */
function withoutServers(...lines: readonly string[]): HostileCase['prepare'] {
  return async (scene) => {
    const dead = await scene.tcp();
    const servers = lines.map((line, i) => `server s${i} 127.0.0.1:${dead.port} ${line}`);
    const { balancer, port } = await scene.balance('retries 0', ...servers);
    const isDown = async () => (await balancer.snapshot()).backends.every(({ up }) => !up);
    if (lines.join().includes('check')) await until('all are DOWN', isDown);
    return {
      async round() {
        for (const client of await WireClient.connectMany(port, 100)) {
          assert.equal(await client.ended(), 'fin');
          client.socket.destroy();
        }
        return endingsOf(balancer);
      },
    };
  };
}

/** Many connections at once. */
export const crowds: readonly HostileCase[] = [
  {
    name: '2,000 connections to a server, opened and dropped',
    says: closedAndReset,
    async prepare(scene) {
      const port = portOf(await scene.serve('alpha', await scene.tcp(), greeter));
      return {
        async round() {
          await comeAndGo(port);
          return endingsOf(scene.engine.servers);
        },
      };
    },
  },
  {
    name: '2,000 connections through the balancer, opened and dropped',
    says: closedAndReset,
    async prepare(scene) {
      const server = portOf(await scene.serve('alpha', await scene.tcp(), greeter));
      const { balancer, port } = await scene.balance(`server s1 127.0.0.1:${server}`);
      return {
        async round() {
          await comeAndGo(port);
          assert.equal(await endingsOf(scene.engine.servers), closedAndReset);
          const said = await endingsOf(balancer);
          const { frontends, backends, servers } = await balancer.snapshot();
          for (const { sessions } of [...frontends, ...backends, ...servers])
            assert.equal(sessions.current, 0);
          return said;
        },
      };
    },
  },
  {
    name: 'clients of a backend whose servers are all DOWN',
    says: 'No server of the backend “f” can take a session now.',
    prepare: withoutServers('check inter 50ms', 'check inter 50ms', 'check inter 50ms backup'),
  },
  {
    name: 'clients of a backend whose servers refuse, and are not checked',
    says: 'No server of the backend “f” could be reached: Connection refused.',
    prepare: withoutServers('', '', ''),
  },
  {
    name: 'a shutdown with 200 sessions, half of them through the balancer',
    says: 'Its node was stopped.',
    async prepare(scene) {
      const addresses = { server: await scene.tcp(), front: await scene.tcp() };
      return {
        async round() {
          const engine = new EmbeddedEngine();
          const balancer = await shutDownWithCrowd(engine, addresses);
          // The balancer goes first: its connections may be gone before the server is.
          assert.ok((await endingsOf(engine.servers)).split('\n').includes('Its node was stopped.'));
          return endingsOf(balancer);
        },
      };
    },
  },
];
