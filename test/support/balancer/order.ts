import assert from 'node:assert/strict';
import vectors from '../../data/haproxy-vectors.json';
import { until } from '../until';
import type { WireClient } from '../wireClient';
import type { Proxy, Scenario } from './scenario';

function weights(...values: readonly number[]): string[] {
  return values.map((weight) => `weight ${weight}`);
}

/** A scenario of servers with these parameters. */
function servers(
  name: string,
  lines: readonly string[],
  parameters: readonly string[],
  run: (proxy: Proxy) => Promise<void>,
): Scenario {
  return {
    name,
    prepare: async (stage) => ({ lines: [...lines, ...(await stage.namedServers(...parameters))], run }),
  };
}

/** Which servers `count` clients that stay are given to. */
async function held(proxy: Proxy, count: number): Promise<string> {
  const clients: WireClient[] = [];
  for (let i = 0; i < count; i++) {
    const client = await proxy.connect();
    await until('it has a server', () => client.text);
    clients.push(client);
  }
  for (const { socket } of clients) socket.destroy();
  return clients.map(({ text }) => text).join(' ');
}

/** §1 and §2 of HAProxy's semantics: who is next. */
export const order: readonly Scenario[] = [
  ...vectors.roundrobin
    .filter(({ weights }) => weights.length >= 3)
    .map(({ weights: values, picks }) =>
      servers(`roundrobin ${values.join('/')}`, [], weights(...values), async (proxy) => {
        assert.equal(await proxy.asks(picks.split(' ').length), picks);
      }),
    ),
  servers(
    'roundrobin 5/8/9, whose shares are not exact in each round',
    [],
    weights(5, 8, 9),
    async (proxy) => {
      const picks =
        's3 s2 s3 s2 s3 s1 s2 s3 s2 s1 s3 s2 s3 s1 s3 s2 s3 s2 s1 s3 s2 s3 ' +
        's1 s2 s3 s2 s3 s1 s2 s3 s2 s1 s3 s2 s3 s1 s3 s2 s3 s2 s1 s3 s2 s3';
      assert.equal(await proxy.asks(44), picks);
    },
  ),
  servers('roundrobin while servers go, come back and change weight', [], ['', '', ''], async (proxy) => {
    assert.equal(await proxy.asks(4), 's1 s2 s3 s1');
    await proxy.act('s2', { kind: 'maint' });
    assert.equal(await proxy.asks(4), 's3 s1 s3 s1');
    await proxy.act('s2', { kind: 'ready' });
    assert.equal(await proxy.asks(8), 's3 s1 s2 s3 s1 s2 s3 s1');
    await proxy.act('s1', { kind: 'weight', weight: 3 });
    assert.equal(await proxy.asks(10), 's2 s1 s3 s1 s1 s2 s1 s3 s1 s1');
    await proxy.act('s3', { kind: 'weight', weight: 5 });
    await proxy.act('s1', { kind: 'weight', weight: 2 });
    await proxy.act('s2', { kind: 'drain' });
    assert.equal(await proxy.asks(14), 's3 s3 s3 s1 s3 s3 s1 s3 s3 s3 s1 s3 s3 s1');
    await proxy.act('s2', { kind: 'ready' });
    assert.equal(await proxy.asks(16), 's3 s3 s3 s1 s2 s3 s3 s3 s3 s1 s3 s3 s2 s3 s1 s3');
  }),
  servers('leastconn among idle servers', ['balance leastconn'], ['', '', ''], async (proxy) => {
    const picks: string[] = [];
    for (let i = 0; i < 6; i++) {
      picks.push(await proxy.ask());
      await until('it is over', async () => (await proxy.stat(picks.at(-1))).current === 0);
    }
    assert.equal(picks.join(' '), 's1 s2 s3 s1 s2 s3');
  }),
  servers('leastconn 2/1 with clients that stay', ['balance leastconn'], weights(2, 1), async (proxy) => {
    assert.equal(await held(proxy, 9), 's1 s2 s1 s1 s2 s1 s1 s2 s1');
  }),
  servers(
    'the first backup alone while no active server is usable',
    [],
    ['', 'backup', 'backup'],
    async (proxy) => {
      assert.equal(await proxy.asks(2), 's1 s1');
      await proxy.act('s1', { kind: 'maint' });
      assert.equal(await proxy.asks(3), 's2 s2 s2');
      await proxy.act('s1', { kind: 'ready' });
      assert.equal(await proxy.asks(2), 's1 s1');
    },
  ),
  servers(
    'all backups with allbackups',
    ['option allbackups'],
    ['disabled', 'backup', 'backup'],
    async (proxy) => {
      assert.equal(await proxy.asks(4), 's2 s3 s2 s3');
    },
  ),
  servers('weight 0 takes no new session', [], ['weight 0', ''], async (proxy) => {
    assert.equal(await proxy.asks(3), 's2 s2 s2');
    const { status, weight } = await proxy.stat('s1');
    assert.deepEqual({ status, weight }, { status: 'no check', weight: 0 });
  }),
];
