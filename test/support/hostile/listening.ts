import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import path from 'node:path';
import { formatAddress, type Address } from '../../../src/core/net/address';
import { format, messageOf } from '../../../src/core/util/message';
import type { HostileCase } from './case';
import type { Scene } from './scene';

const byNode =
  '{address} is in use by “alpha”, a node of this Wirebench. Stop it, or choose another address.';
const byProgram =
  '{address} is in use by {process} (pid {pid}). Stop that program, or choose another address.';

/** What a start that must fail says. */
async function refusal(start: Promise<unknown>): Promise<string> {
  return start.then(
    () => 'it started',
    (error: unknown) => format(messageOf(error)),
  );
}

/** Starts a server on an address that a server of ours has. */
function takenByNode(addressOf: (scene: Scene) => Address | Promise<Address>): HostileCase['prepare'] {
  return async (scene) => {
    const address = await addressOf(scene);
    await scene.serve('alpha', address, { kind: 'echo' });
    return {
      places: { address: formatAddress(address) },
      async round() {
        const said = await refusal(scene.serve('beta', address, { kind: 'echo' }));
        const nodes = await scene.engine.servers.list();
        assert.deepEqual(
          nodes.map(({ id }) => id),
          ['alpha'],
        );
        return said;
      },
    };
  };
}

/** Starts a server on an address that a socket has which is none of the engine's. */
function takenByProgram(addressOf: (scene: Scene) => Address | Promise<Address>): HostileCase['prepare'] {
  return async (scene) => {
    const address = await addressOf(scene);
    const other = net.createServer().listen(address);
    await once(other, 'listening');
    scene.defer(() => other.close());
    const process_ = { process: path.basename(process.execPath), pid: process.pid };
    return {
      places: { address: formatAddress(address), ...process_ },
      round: () => refusal(scene.serve('beta', address, { kind: 'echo' })),
    };
  };
}

/** Addresses that are not free. */
export const listening: readonly HostileCase[] = [
  {
    name: 'a TCP port that another node has',
    says: byNode,
    prepare: takenByNode((scene) => scene.tcp()),
  },
  {
    name: 'a TCP port that another program has',
    says: byProgram,
    prepare: takenByProgram((scene) => scene.tcp()),
  },
  {
    name: 'a UNIX socket that another node has',
    says: byNode,
    posix: true,
    prepare: takenByNode((scene) => scene.unix()),
  },
  {
    name: 'a UNIX socket that another program has',
    says: byProgram,
    posix: true,
    prepare: takenByProgram((scene) => scene.unix()),
  },
  {
    name: 'a balancer one of whose ports is taken',
    says: byNode,
    async prepare(scene) {
      const [taken, free] = [await scene.tcp(), await scene.tcp()];
      await scene.serve('alpha', taken, { kind: 'echo' });
      const balancer = await scene.balancer(
        `listen one\n bind 127.0.0.1:${free.port}\nlisten two\n bind 127.0.0.1:${taken.port}\n`,
      );
      return {
        places: { address: formatAddress(taken) },
        async round() {
          const said = await refusal(balancer.start());
          const { frontends } = await balancer.snapshot();
          assert.deepEqual(
            frontends.map(({ state, reason }) => [state, reason && format(reason)]),
            Array(2).fill(['failed', said]),
          );
          assert.equal(await scene.engine.servers.tryAddress({ address: free }), undefined);
          return said;
        },
      };
    },
  },
];
