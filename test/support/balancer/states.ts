import assert from 'node:assert/strict';
import { once } from 'node:events';
import { until } from '../until';
import type { Peer } from '../peer';
import type { Proxy, Scenario } from './scenario';

/** Every status that the server has until it is `last`, each once. */
async function statusesUntil(proxy: Proxy, last: string): Promise<string[]> {
  const seen: string[] = [];
  await until(`${last} after ${seen.join(', ')}`, async () => {
    const { status } = await proxy.stat();
    if (status !== seen.at(-1)) seen.push(status);
    return status === last;
  });
  return seen;
}

/** Stops listening, so that connects are refused, and later listens on the same port again. */
async function outage(peer: Peer, meanwhile: () => Promise<void>): Promise<void> {
  const { port } = peer.address;
  for (const socket of peer.sockets) socket.destroy();
  peer.server.close();
  await once(peer.server, 'close');
  await meanwhile();
  peer.server.listen(port, '127.0.0.1');
  await once(peer.server, 'listening');
}

function timeline(limits: string, down: readonly string[], up: readonly string[]): Scenario['prepare'] {
  return async (stage) => {
    const peer = await stage.peer((socket) => socket.on('end', () => socket.end()).resume());
    const check = `check inter 300ms fastinter 150ms downinter 200ms ${limits}`;
    return {
      lines: [`server s1 127.0.0.1:${peer.address.port} ${check}`],
      async run(proxy) {
        await until('it is up', async () => (await proxy.stat()).status === 'UP');
        assert.equal((await proxy.stat()).lastCheck, 'L4OK');
        await outage(peer, async () => {
          assert.deepEqual(await statusesUntil(proxy, 'DOWN'), down);
          assert.equal((await proxy.stat()).lastCheck, 'L4CON');
        });
        assert.deepEqual(await statusesUntil(proxy, 'UP'), up);
      },
    };
  };
}

/** §6 of HAProxy's semantics: checks and states. */
export const states: readonly Scenario[] = [
  {
    name: 'rise 2, fall 3',
    prepare: timeline('rise 2 fall 3', ['UP', 'UP 2/3', 'UP 1/3', 'DOWN'], ['DOWN', 'DOWN 1/2', 'UP']),
  },
  {
    name: 'rise 3, fall 2',
    prepare: timeline('rise 3 fall 2', ['UP', 'UP 1/2', 'DOWN'], ['DOWN', 'DOWN 1/3', 'DOWN 2/3', 'UP']),
  },
  {
    name: 'a server that was never there is down after its first check',
    prepare: async (stage) => ({
      lines: [`server s1 127.0.0.1:${await stage.refusing()} check inter 300ms rise 2 fall 5`],
      async run(proxy) {
        await until('it is down', async () => (await proxy.stat()).status === 'DOWN');
        assert.equal(await proxy.ask(), '');
      },
    }),
  },
  {
    name: 'a check that is not answered ends after inter',
    prepare: async (stage) => ({
      lines: [`server s1 127.0.0.1:${await stage.blackHole()} check inter 300ms`],
      async run(proxy) {
        await until('it is down', async () => (await proxy.stat()).status === 'DOWN');
        assert.equal((await proxy.stat()).lastCheck, 'L4TOUT');
      },
    }),
  },
  {
    name: 'draining: no new session, the old ones live on, and checks too',
    prepare: async (stage) => ({
      lines: await stage.namedServers('check inter 100ms', 'check inter 100ms'),
      async run(proxy) {
        await until('both are up', async () =>
          (await Promise.all(['s1', 's2'].map((name) => proxy.stat(name)))).every(
            ({ status }) => status === 'UP',
          ),
        );
        const old = await proxy.connect();
        await until('it has a server', () => old.text);
        await proxy.act(old.text, { kind: 'drain' });
        assert.equal((await proxy.stat(old.text)).status, 'DRAIN');
        const other = old.text === 's1' ? 's2' : 's1';
        assert.equal(await proxy.asks(4), Array(4).fill(other).join(' '));
        assert.equal((await proxy.stat(old.text)).current, 1);
        old.socket.end();
        assert.equal(await old.ended(), 'fin');
        await proxy.act(old.text, { kind: 'ready' });
        assert.equal((await proxy.stat(old.text)).status, 'UP');
      },
    }),
  },
  {
    name: 'maintenance: MAINT, sessions live on, and up again but one failure from down',
    prepare: async (stage) => ({
      lines: await stage.namedServers('check inter 2s fall 3'),
      async run(proxy) {
        await until('it is up', async () => (await proxy.stat()).status === 'UP');
        const old = await proxy.connect();
        await old.got('s1');
        await proxy.act('s1', { kind: 'maint' });
        assert.equal((await proxy.stat()).status, 'MAINT');
        assert.equal(await proxy.ask(), '');
        assert.equal(old.ending, undefined);
        await proxy.act('s1', { kind: 'ready' });
        assert.equal((await proxy.stat()).status, 'UP 1/3');
        assert.equal(await proxy.ask(), 's1');
        old.socket.destroy();
      },
    }),
  },
  {
    name: 'states of servers that are not checked',
    prepare: async (stage) => ({
      lines: await stage.namedServers(''),
      async run(proxy) {
        const states = [];
        for (const kind of ['drain', 'maint', 'ready'] as const) {
          states.push((await proxy.stat()).status);
          await proxy.act('s1', { kind });
        }
        states.push((await proxy.stat()).status);
        assert.deepEqual(states, ['no check', 'DRAIN', 'MAINT', 'no check']);
      },
    }),
  },
  {
    name: 'who waits for a server that goes to maintenance is balanced anew',
    prepare: async (stage) => ({
      lines: ['timeout queue 5s', ...(await stage.namedServers('maxconn 1', 'backup'))],
      async run(proxy) {
        const occupant = await proxy.connect();
        await occupant.got('s1');
        await proxy.act('s1', { kind: 'maint' });
        const client = await proxy.connect();
        await client.got('s2');
        occupant.socket.destroy();
        client.socket.destroy();
      },
    }),
  },
];
