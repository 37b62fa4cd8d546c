import assert from 'node:assert/strict';
import { until } from '../until';
import { getsFin } from './attempts';
import type { Prepared, Proxy, Scenario, Stage } from './scenario';

const slack = 1400;

/** One server with one slot, which an occupant holds while `run` goes on. */
function occupied(lines: readonly string[], run: (proxy: Proxy) => Promise<void>): Scenario['prepare'] {
  return async (stage: Stage): Promise<Prepared> => ({
    lines: [...lines, `server s1 127.0.0.1:${await stage.named('s1')} maxconn 1`],
    async run(proxy) {
      const occupant = await proxy.connect();
      await occupant.got('s1');
      await run(proxy);
      occupant.socket.destroy();
    },
  });
}

/** §3 of HAProxy's semantics: maxconn and queues. */
export const queues: readonly Scenario[] = [
  {
    name: 'who waits is served in turn when slots free',
    async prepare(stage) {
      let served = 0;
      const peer = await stage.peer((socket) => {
        socket.write(`${++served}`);
        socket.on('end', () => socket.end()).resume();
      });
      return {
        lines: [`server s1 127.0.0.1:${peer.address.port} maxconn 1`],
        async run(proxy) {
          const clients = [];
          for (let i = 0; i < 4; i++) {
            clients.push(await proxy.connect());
            if (i === 0) await clients[0]!.got('1');
            else await until('it waits', async () => (await proxy.stat()).current === 1);
          }
          for (const [i, client] of clients.entries()) {
            await client.got(`${i + 1}`);
            client.socket.end();
          }
          await until('all are gone', async () => (await proxy.stat()).current === 0);
        },
      };
    },
  },
  {
    name: 'timeout queue: FIN',
    prepare: occupied(['timeout queue 700ms'], async (proxy) => {
      await getsFin(await proxy.connect(), 690, 700 + slack);
    }),
  },
  {
    name: 'without a timeout queue the connect time-out bounds the wait',
    prepare: occupied(['timeout connect 600ms'], async (proxy) => {
      await getsFin(await proxy.connect(), 590, 600 + slack);
    }),
  },
  {
    name: 'a client that half-closes while it waits, having sent nothing, gets FIN at once',
    prepare: occupied(['timeout queue 5s'], async (proxy) => {
      const client = await proxy.connect();
      client.socket.end();
      await getsFin(client, 0, 1500);
    }),
  },
  {
    name: 'a client that half-closes while it waits, having sent something, is still served',
    async prepare(stage) {
      const peer = await stage.peer((socket) => {
        socket.on('data', (chunk: Buffer) => socket.write(`got ${chunk.toString()}`));
        socket.on('end', () => socket.end());
      });
      return {
        lines: ['timeout queue 5s', `server s1 127.0.0.1:${peer.address.port} maxconn 1`],
        async run(proxy) {
          const occupant = await proxy.connect();
          await until('the slot is taken', async () => (await proxy.stat()).current === 1);
          const client = await proxy.connect();
          client.socket.end('something');
          await new Promise((resolve) => setTimeout(resolve, 300));
          assert.equal(client.ending, undefined);
          occupant.socket.destroy();
          assert.equal(await client.ended(), 'fin');
          assert.equal(client.text, 'got something');
        },
      };
    },
  },
  {
    name: 'a silent client that waits is given up after timeout client',
    prepare: occupied(['timeout queue 5s', 'timeout client 500ms', 'timeout server 10s'], async (proxy) => {
      await getsFin(await proxy.connect(), 490, 500 + slack);
    }),
  },
  {
    name: 'frontend maxconn: the next client waits and is served when one leaves',
    prepare: async (stage) => ({
      lines: ['maxconn 1', `server s1 127.0.0.1:${await stage.named('s1')}`],
      async run(proxy) {
        const first = await proxy.connect();
        await first.got('s1');
        const second = await proxy.connect();
        await new Promise((resolve) => setTimeout(resolve, 300));
        assert.deepEqual([second.text, (await proxy.stat()).current], ['', 1]);
        first.socket.destroy();
        await second.got('s1');
        second.socket.destroy();
      },
    }),
  },
  {
    name: 'a full server is passed over, and waited for when all are full',
    prepare: async (stage) => ({
      lines: ['timeout queue 300ms', ...(await stage.namedServers('maxconn 1', 'maxconn 2'))],
      async run(proxy) {
        const clients = await Promise.all([1, 2, 3].map(() => proxy.connect()));
        await until('all have a server', () => clients.every((client) => client.text !== ''));
        assert.deepEqual(clients.map((client) => client.text).sort(), ['s1', 's2', 's2']);
        await getsFin(await proxy.connect(), 290, 300 + slack);
        for (const client of clients) client.socket.destroy();
      },
    }),
  },
];
