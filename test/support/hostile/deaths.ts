import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Behaviour } from '../../../src/core/api/server';
import { portOf, reply } from '../serverBench';
import { until } from '../until';
import { WireClient } from '../wireClient';
import type { HostileCase } from './case';
import { endingsOf, newest } from './endings';

const BUDGET = 4e6;
const clientReset = 'The client reset the connection (ECONNRESET).';

/** A server in a process of its own, which says half of its answer and reads nothing. Returns what kills it. */
async function killable(port: number): Promise<() => void> {
  const script = `require('net').createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => undefined).write('half of');
  }).listen(${port}, '127.0.0.1', () => console.log('listening'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return () => child.kill('SIGKILL');
}

/** Twenty clients that reset with most of their answer still to come. */
async function resetMidway(port: number): Promise<void> {
  const clients = await WireClient.connectMany(port, 20);
  await Promise.all(
    clients.map(async ({ socket }) => {
      socket.write(Buffer.alloc(300_000, 'x'));
      await once(socket, 'data');
      socket.pause();
    }),
  );
  for (const { socket } of clients) socket.resetAndDestroy();
}

function resetTo(behaviour: Behaviour): HostileCase['prepare'] {
  return async (scene) => {
    const port = portOf(await scene.serve('alpha', await scene.tcp(), behaviour));
    return {
      async round() {
        await resetMidway(port);
        return endingsOf(scene.engine.servers);
      },
    };
  };
}

/** Peers that die while bytes are on their way. */
export const deaths: readonly HostileCase[] = [
  {
    // FIN is what HAProxy gives: “the server resets in the middle” of the scenarios that are tried on both.
    name: 'a server that is killed in the middle of its answer',
    says: 'The server reset the connection (ECONNRESET).',
    async prepare(scene) {
      const server = await scene.tcp();
      const { balancer, port } = await scene.balance(`server s1 127.0.0.1:${server.port}`);
      return {
        async round() {
          const kill = await killable(server.port);
          const client = await WireClient.connect(port);
          client.socket.write('request');
          await client.got('half of');
          // With that unread in the server's socket, the system resets in its name.
          await until('the request is there', async () => (await newest(balancer)).bytesIn === 7);
          kill();
          assert.deepEqual([await client.ended(), client.text], ['fin', 'half of']);
          client.socket.destroy();
          return endingsOf(balancer);
        },
      };
    },
  },
  {
    name: 'clients that reset in the middle of an answer, through the balancer',
    says: clientReset,
    transcriptBudget: BUDGET,
    async prepare(scene) {
      const server = portOf(await scene.serve('alpha', await scene.tcp(), { kind: 'chargen' }));
      const { balancer, port } = await scene.balance(`server s1 127.0.0.1:${server}`);
      return {
        async round() {
          await resetMidway(port);
          // It is passed on to the server.
          assert.equal(await endingsOf(scene.engine.servers), clientReset);
          return endingsOf(balancer);
        },
      };
    },
  },
  {
    name: 'clients that reset in the middle of an endless answer',
    says: clientReset,
    transcriptBudget: BUDGET,
    prepare: resetTo({ kind: 'chargen' }),
  },
  {
    name: 'clients that reset in the middle of an echo',
    says: clientReset,
    transcriptBudget: BUDGET,
    prepare: resetTo({ kind: 'echo' }),
  },
  {
    name: 'clients that reset in the middle of a reply',
    says: clientReset,
    transcriptBudget: BUDGET,
    prepare: resetTo(reply({ answer: '{request}{request}' })),
  },
];
