import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { until } from '../until';
import { getsFin } from './attempts';
import type { Scenario } from './scenario';
import type { Peer } from '../peer';

const slack = 1400;

/** The server's side of the next connection, and what became of it. */
async function accepted(peer: Peer) {
  const socket = await until('the server is reached', () => peer.sockets[0]);
  const seen = { text: '', ending: '' };
  socket.on('data', (chunk: Buffer) => (seen.text += chunk.toString()));
  socket.on('end', () => (seen.ending ||= 'fin'));
  socket.on('error', () => (seen.ending ||= 'rst'));
  return { socket, seen };
}

/** §5 of HAProxy's semantics: who sees what when a connection ends. */
export const endings: readonly Scenario[] = [
  {
    name: 'no usable server: FIN at once, although the client has sent something',
    prepare: async (stage) => ({
      lines: [`server s1 127.0.0.1:${await stage.refusing()} disabled`],
      async run(proxy) {
        const client = await proxy.connect();
        client.socket.write('early');
        await getsFin(client, 0, 900);
      },
    }),
  },
  {
    name: 'a frontend without a backend: FIN at once',
    prepare: () =>
      Promise.resolve({
        section: 'frontend',
        lines: [],
        async run(proxy) {
          await getsFin(await proxy.connect(), 0, 900);
        },
      }),
  },
  {
    name: 'timeout server: FIN to the client, then to the server',
    async prepare(stage) {
      const peer = await stage.peer();
      return {
        lines: ['timeout server 300ms', `server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          const { seen } = await accepted(peer);
          await getsFin(client, 290, 300 + slack);
          client.socket.end();
          await until('the server sees the end', () => seen.ending);
          assert.equal(seen.ending, 'fin');
        },
      };
    },
  },
  {
    name: 'timeout client: FIN to the server, and to the client when the server closes',
    async prepare(stage) {
      const peer = await stage.peer();
      return {
        lines: ['timeout client 300ms', `server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          const { socket, seen } = await accepted(peer);
          await until('the server sees the end', () => seen.ending);
          assert.equal(seen.ending, 'fin');
          socket.end();
          await getsFin(client, 290, 300 + slack);
        },
      };
    },
  },
  {
    name: 'traffic in either direction keeps both sides alive',
    async prepare(stage) {
      const peer = await stage.peer((socket) => {
        const timer = setInterval(() => socket.write('.'), 100);
        socket.on('close', () => {
          clearInterval(timer);
        });
      });
      return {
        lines: ['timeout client 600ms', 'timeout server 600ms', `server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          await until('two seconds of dots', () => client.text.length >= 20);
          assert.equal(client.ending, undefined);
          client.socket.destroy();
        },
      };
    },
  },
  {
    name: 'the server closes: its bytes, then FIN',
    async prepare(stage) {
      const peer = await stage.peer((socket) => socket.end('all of it'));
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          assert.equal(await client.ended(), 'fin');
          assert.equal(client.text, 'all of it');
          client.socket.destroy();
        },
      };
    },
  },
  {
    name: 'the server resets in the middle: what it sent, then FIN',
    async prepare(stage) {
      const peer = await stage.peer();
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          const { socket } = await accepted(peer);
          socket.write('half of');
          await client.got('half of');
          socket.resetAndDestroy();
          assert.equal(await client.ended(), 'fin');
          client.socket.destroy();
        },
      };
    },
  },
  {
    name: 'the client resets: RST to the server',
    async prepare(stage) {
      const peer = await stage.peer();
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          client.socket.write('half of');
          const { seen } = await accepted(peer);
          await until('the server reads', () => seen.text === 'half of');
          client.socket.resetAndDestroy();
          await until('the server sees the end', () => seen.ending);
          assert.equal(seen.ending, 'rst');
        },
      };
    },
  },
  {
    name: 'the client half-closes: the server sees FIN and can still answer',
    async prepare(stage) {
      const peer = await stage.peer((socket) => {
        let text = '';
        socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
        socket.on('end', () => socket.end(`you said ${text}`));
      });
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          assert.equal(await proxy.ask('everything'), 'you said everything');
        },
      };
    },
  },
  {
    name: 'the server half-closes: the client sees FIN and can still send',
    async prepare(stage) {
      const peer = await stage.peer((socket) => socket.end('bye'));
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          assert.equal(await client.ended(), 'fin');
          const { seen } = await accepted(peer);
          client.socket.write('more');
          await until('the server reads', () => seen.text === 'more');
          client.socket.end(' still');
          await until('the server sees the end', () => seen.ending);
          assert.deepEqual(seen, { text: 'more still', ending: 'fin' });
        },
      };
    },
  },
  {
    name: 'a client that takes nothing is given up after timeout client',
    async prepare(stage) {
      const peer = await stage.peer((socket) => {
        const block = Buffer.alloc(1 << 20);
        const pump = () => {
          while (socket.writable && socket.write(block));
        };
        socket.on('drain', pump);
        pump();
      });
      return {
        lines: ['timeout client 500ms', 'timeout server 30s', `server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          client.socket.pause();
          await until('the session is over', async () => (await proxy.stat()).current === 0);
          await until('the server is told', () => peer.sockets[0]?.destroyed);
          client.socket.destroy();
        },
      };
    },
  },
  {
    name: '20 MiB in both directions arrive whole',
    async prepare(stage) {
      const peer = await stage.peer((socket) => void socket.pipe(socket));
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const data = Buffer.alloc(20 << 20, createHash('sha512').update('seed').digest());
          const client = await proxy.connect();
          client.socket.end(data);
          assert.equal(await client.ended(), 'fin');
          assert.ok(client.bytes.equals(data));
          const { bytesIn, bytesOut } = await proxy.stat();
          assert.deepEqual({ bytesIn, bytesOut }, { bytesIn: data.length, bytesOut: data.length });
        },
      };
    },
  },
  {
    name: 'killing the sessions of a server: FIN',
    async prepare(stage) {
      const peer = await stage.peer((socket) => void socket.pipe(socket));
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port}`],
        async run(proxy) {
          const client = await proxy.connect();
          client.socket.write('there');
          await client.got('there');
          await proxy.act('s1', { kind: 'killSessions' });
          assert.equal(await client.ended(), 'fin');
          client.socket.destroy();
        },
      };
    },
  },
  {
    name: 'a server that speaks first is heard before the client says anything',
    prepare: async (stage) => ({
      lines: [`server s1 127.0.0.1:${await stage.named('220 hello')}`],
      async run(proxy) {
        const client = await proxy.connect();
        await client.got('220 hello');
        client.socket.end();
        await once(client.socket, 'close');
      },
    }),
  },
];
