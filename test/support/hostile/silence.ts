import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import type { Sessions } from '../../../src/core/api/session';
import { format, messageOf } from '../../../src/core/util/message';
import { residentMemory } from '../memory';
import { openSockets } from '../openSockets';
import { Peer } from '../peer';
import { portOf } from '../serverBench';
import { standstill } from '../standstill';
import { until } from '../until';
import { WireClient } from '../wireClient';
import type { HostileCase } from './case';
import { endingsOf, newest } from './endings';
import type { Scene } from './scene';

const MiB = 1024 * 1024;
const BUDGET = 4 * MiB;
/** What may lie in the system's and our own buffers between a writer and one that does not read. */
const BUFFERED = 32 * MiB;

/** Writes as much as the other side takes, up to `most` MiB; returns how many it took before it took no more. */
async function writeUntilStuck(socket: net.Socket, block: Buffer, most: number): Promise<number> {
  let written = 0;
  while (written < most && (socket.write(block) || (await drainedWithin(socket, 300)))) written++;
  return written;
}

/** How many bytes come until the end, all of them `block` again and again. */
async function lengthOfRepeated(socket: net.Socket, block: Buffer): Promise<number> {
  const twice = Buffer.concat([block, block]);
  let length = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    const from = length % block.length;
    assert.ok(twice.subarray(from, from + chunk.length).equals(chunk), `other bytes from ${length} on`);
    length += chunk.length;
  }
  return length;
}

/** Kills the session of a client that takes nothing more: its sockets in this process are closed at once. */
function killDeaf(
  prepare: (scene: Scene) => Promise<{ sessions: Sessions; port: number }>,
): HostileCase['prepare'] {
  return async (scene) => {
    const { sessions, port } = await prepare(scene);
    const before = openSockets();
    return {
      async round() {
        const client = (await WireClient.connect(port)).socket.pause();
        await standstill(async () => (await newest(sessions)).bytesOut);
        assert.equal(await sessions.kill({ ids: [(await newest(sessions)).id] }), 1);
        await until('only the client has a socket left', () => openSockets() === before + 1);
        client.destroy();
        await until('and the client has none', () => openSockets() === before);
        return endingsOf(sessions);
      },
    };
  };
}

function drainedWithin(socket: net.Socket, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, ms);
    socket.once('drain', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** Peers that do not read what is sent to them. */
export const silence: readonly HostileCase[] = [
  {
    name: 'a client that never reads, through the balancer',
    says: 'Nothing moved on the client’s side for 300 ms (timeout client).',
    transcriptBudget: BUDGET,
    async prepare(scene) {
      const server = portOf(await scene.serve('alpha', await scene.tcp(), { kind: 'chargen' }));
      const { balancer, port } = await scene.balance('timeout client 300ms', `server s1 127.0.0.1:${server}`);
      return {
        async round() {
          const client = await WireClient.connect(port);
          client.socket.pause();
          const said = await endingsOf(balancer);
          const { bytesOut } = await newest(balancer);
          assert.ok(bytesOut < BUFFERED, `${bytesOut} bytes were taken from the server`);
          client.socket.destroy();
          return said;
        },
      };
    },
  },
  {
    name: 'a client that never reads and is killed',
    says: 'Killed on request.',
    transcriptBudget: BUDGET,
    prepare: killDeaf(async (scene) => {
      const port = portOf(await scene.serve('alpha', await scene.tcp(), { kind: 'chargen' }));
      return { sessions: scene.engine.servers, port };
    }),
  },
  {
    name: 'a client that never reads and is killed, through the balancer',
    says: 'Killed on request.',
    transcriptBudget: BUDGET,
    prepare: killDeaf(async (scene) => {
      const server = portOf(await scene.serve('alpha', await scene.tcp(), { kind: 'chargen' }));
      const { balancer, port } = await scene.balance(`server s1 127.0.0.1:${server}`);
      return { sessions: balancer, port };
    }),
  },
  {
    name: 'a client of echo that reads only when it has sent all it can',
    says: 'The client closed the connection (FIN).',
    transcriptBudget: BUDGET,
    async prepare(scene) {
      const port = portOf(await scene.serve('alpha', await scene.tcp(), { kind: 'echo' }));
      const block = Buffer.alloc(MiB, 'abcdefgh');
      return {
        async round() {
          const client = net.connect({ port, allowHalfOpen: true });
          await once(client, 'connect');
          const before = await residentMemory();
          const sent = await writeUntilStuck(client, block, 256);
          assert.ok(sent < 256, 'the client is held up');
          const grown = (await residentMemory()) - before - client.writableLength;
          assert.ok(grown < BUFFERED, `${grown} bytes are kept`);
          client.end();
          assert.equal(await lengthOfRepeated(client, block), (sent + 1) * MiB);
          return endingsOf(scene.engine.servers);
        },
      };
    },
  },
  {
    name: 'a server that never reads what a console sends',
    says: 'The connection was ended here after {sent} of 268435456 bytes were handed over.',
    async prepare(scene) {
      const { consoles, transcripts } = scene.engine;
      const peer = await Peer.listen((socket) => socket.pause());
      scene.defer(() => peer.close());
      await consoles.open({ id: 'c' });
      return {
        async round() {
          await consoles.connect({ id: 'c', spec: { address: peer.address } });
          const sending = consoles.send({ id: 'c', bytes: Buffer.alloc(256 * MiB) });
          const said = sending.then(
            () => 'all was sent',
            (error: unknown) => format(messageOf(error)),
          );
          const sent = async () => (await transcripts.info({ id: 'c' }))!.bytesSent;
          assert.ok((await standstill(sent)) < BUFFERED);
          await consoles.end({ id: 'c', how: 'reset' });
          await transcripts.clear({ id: 'c' });
          return (await said).replace(/\d+/, '{sent}');
        },
      };
    },
  },
];
