import assert from 'node:assert/strict';
import { until } from '../until';
import type { WireClient } from '../wireClient';
import type { Prepared, Scenario } from './scenario';

/** Asserts that the client got FIN, `atLeast` … `atMost` ms after it connected. */
export async function getsFin(client: WireClient, atLeast: number, atMost: number): Promise<void> {
  assert.equal(await client.ended(), 'fin');
  const after = client.endedAfter!;
  assert.ok(after >= atLeast && after <= atMost, `FIN after ${after} ms, not ${atLeast} … ${atMost} ms`);
}

/** A single server line whose connects fail; what the client sees. */
function failing(
  server: (ports: { refusing: number; blackHole: number }) => string,
  lines: readonly string[],
  atLeast: number,
  atMost: number,
): Scenario['prepare'] {
  return async (stage): Promise<Prepared> => {
    const ports = { refusing: await stage.refusing(), blackHole: await stage.blackHole() };
    return {
      lines: [...lines, server(ports)],
      async run(proxy) {
        const client = await proxy.connect();
        client.socket.write('early');
        await getsFin(client, atLeast, atMost);
        assert.equal(client.text, '');
      },
    };
  };
}

const refused = ({ refusing }: { refusing: number }) => `server s1 127.0.0.1:${refusing}`;
const lost = ({ blackHole }: { blackHole: number }) => `server s1 127.0.0.1:${blackHole}`;
const slack = 1400;

/** §4 of HAProxy's semantics: attempts, pauses, redispatch. */
export const attempts: readonly Scenario[] = [
  {
    name: 'one refusing server: three retries, a second apart, then FIN',
    prepare: failing(refused, [], 2900, 3000 + slack),
  },
  {
    name: 'the pause is the connect time-out when that is shorter',
    prepare: failing(refused, ['timeout connect 200ms', 'retries 2'], 390, 400 + slack),
  },
  { name: 'without retries FIN at once', prepare: failing(refused, ['retries 0'], 0, 900) },
  {
    name: 'redispatch to nobody else pauses too',
    prepare: failing(
      refused,
      ['option redispatch 1', 'retries 2', 'timeout connect 300ms'],
      590,
      600 + slack,
    ),
  },
  {
    name: 'a connect that times out is repeated without a pause',
    prepare: failing(lost, ['timeout connect 400ms', 'retries 2'], 1190, 1200 + slack),
  },
  {
    name: 'a UNIX socket that is not there fails all attempts at once',
    prepare: failing(() => 'server s1 unix@/nonexistent/wirebench.sock', ['retries 3'], 0, 900),
  },
  {
    name: 'roundrobin with redispatch: no client notices one dead server of three',
    async prepare(stage) {
      const [one, , three] = await stage.namedServers('', '', '');
      const dead = `server s2 127.0.0.1:${await stage.refusing()}`;
      return {
        lines: ['option redispatch', one!, dead, three!],
        async run(proxy) {
          const startedAt = performance.now();
          assert.equal(await proxy.asks(6), 's1 s3 s1 s3 s1 s3');
          assert.ok(performance.now() - startedAt < 900);
          const { redispatches, retries, connectErrors } = await proxy.stat('s2');
          assert.deepEqual(
            { redispatches, retries, connectErrors },
            { redispatches: 3, retries: 0, connectErrors: 0 },
          );
        },
      };
    },
  },
  {
    name: 'roundrobin without redispatch: every third client waits for the retries and gets FIN',
    async prepare(stage) {
      const [one, , three] = await stage.namedServers('', '', '');
      const dead = `server s2 127.0.0.1:${await stage.refusing()}`;
      return {
        lines: ['retries 1', 'timeout connect 200ms', one!, dead, three!],
        async run(proxy) {
          assert.equal(await proxy.asks(6), 's1 - s3 s1 - s3');
          const { redispatches, retries, connectErrors } = await proxy.stat('s2');
          assert.deepEqual(
            { redispatches, retries, connectErrors },
            { redispatches: 0, retries: 2, connectErrors: 2 },
          );
        },
      };
    },
  },
  {
    name: 'leastconn with redispatch: elsewhere at once, too',
    async prepare(stage) {
      const [, two] = await stage.namedServers('', '');
      const dead = `server s1 127.0.0.1:${await stage.refusing()}`;
      return {
        lines: ['balance leastconn', 'option redispatch', dead, two!],
        async run(proxy) {
          const startedAt = performance.now();
          assert.equal(await proxy.asks(2), 's2 s2');
          assert.ok(performance.now() - startedAt < 900);
          assert.equal((await proxy.stat('s1')).redispatches, 2);
        },
      };
    },
  },
  {
    name: 'a server that refuses while it is known to be down is left at once',
    async prepare(stage) {
      const [, two] = await stage.namedServers('', '');
      const dead = `server s1 127.0.0.1:${await stage.refusing()} check inter 50ms fall 1`;
      return {
        lines: ['option redispatch', 'balance leastconn', dead, two!],
        async run(proxy) {
          await until('s1 is down', async () => (await proxy.stat('s1')).status === 'DOWN');
          assert.equal(await proxy.asks(4), 's2 s2 s2 s2');
        },
      };
    },
  },
  {
    name: 'a client that resets while its server is looked for is gone',
    async prepare(stage) {
      const refusing = await stage.refusing();
      return {
        lines: ['timeout connect 1s', 'retries 3', `server s1 127.0.0.1:${refusing} maxconn 1`],
        async run(proxy) {
          const client = await proxy.connect();
          client.socket.write('early');
          await new Promise((resolve) => setTimeout(resolve, 200));
          client.socket.resetAndDestroy();
          const startedAt = performance.now();
          await until('it is gone', async () => (await proxy.stat()).current === 0);
          assert.ok(performance.now() - startedAt < 900);
        },
      };
    },
  },
];
