import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as net from 'node:net';
import type { Sessions } from '../../../src/core/api/session';
import { format, messageOf } from '../../../src/core/util/message';
import { residentMemory } from '../memory';
import { openSockets } from '../openSockets';
import { Peer } from '../peer';
import { portOf, reply } from '../serverBench';
import { until } from '../until';
import { WireClient } from '../wireClient';
import type { HostileCase, Prepared } from './case';
import { endingsOf, newest } from './endings';
import type { Scene } from './scene';

const MiB = 1024 * 1024;
/** What may lie in the system's and our own buffers between a writer and one that does not read. */
const BUFFERED = 32 * MiB;

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

function resetTo(behaviour: Parameters<Scene['serve']>[2]): HostileCase['prepare'] {
  return async (scene): Promise<Prepared> => {
    const port = portOf(await scene.serve('alpha', await scene.tcp(), behaviour));
    return {
      async round() {
        await resetMidway(port);
        return endingsOf(scene.engine.servers);
      },
    };
  };
}

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

/** Peers that die, or do not take part, while bytes are on their way. */
export const traffic: readonly HostileCase[] = [
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
    transcriptBudget: 4 * MiB,
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
    transcriptBudget: 4 * MiB,
    prepare: resetTo({ kind: 'chargen' }),
  },
  {
    name: 'clients that reset in the middle of an echo',
    says: clientReset,
    transcriptBudget: 4 * MiB,
    prepare: resetTo({ kind: 'echo' }),
  },
  {
    name: 'clients that reset in the middle of a reply',
    says: clientReset,
    transcriptBudget: 4 * MiB,
    prepare: resetTo(reply({ answer: '{request}{request}' })),
  },
  {
    name: 'a client that never reads, through the balancer',
    says: 'Nothing moved on the client’s side for 300 ms (timeout client).',
    transcriptBudget: 4 * MiB,
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
    transcriptBudget: 4 * MiB,
    prepare: killDeaf(async (scene) => {
      const port = portOf(await scene.serve('alpha', await scene.tcp(), { kind: 'chargen' }));
      return { sessions: scene.engine.servers, port };
    }),
  },
  {
    name: 'a client that never reads and is killed, through the balancer',
    says: 'Killed on request.',
    transcriptBudget: 4 * MiB,
    prepare: killDeaf(async (scene) => {
      const server = portOf(await scene.serve('alpha', await scene.tcp(), { kind: 'chargen' }));
      const { balancer, port } = await scene.balance(`server s1 127.0.0.1:${server}`);
      return { sessions: balancer, port };
    }),
  },
  {
    name: 'a client of echo that reads only when it has sent all it can',
    says: 'The client closed the connection (FIN).',
    transcriptBudget: 4 * MiB,
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
          await standstill(sent);
          assert.ok((await sent()) < BUFFERED);
          await consoles.end({ id: 'c', how: 'reset' });
          await transcripts.clear({ id: 'c' });
          return (await said).replace(/\d+/, '{sent}');
        },
      };
    },
  },
];

/** Waits until a count no longer grows. */
async function standstill(count: () => Promise<number>): Promise<void> {
  let last = -1;
  let since = performance.now();
  await until('it stands still', async () => {
    const now = await count();
    if (now !== last) since = performance.now();
    last = now;
    return now > 0 && performance.now() - since > 300;
  });
}
