import assert from 'node:assert/strict';
import { format, messageOf, type Message } from '../../../src/core/util/message';
import { whyNotListen } from '../../../src/engine/listener';
import { WorkerEngine } from '../../../src/engine/worker/workerEngine';
import { until } from '../until';
import { WireClient } from '../wireClient';
import { buildWorker } from '../workerScript';
import type { HostileCase } from './case';
import { shutDownWithCrowd } from './shutdown';

/** What a call says that is under way, or comes, when the engine ends. */
function callOf({ servers }: WorkerEngine): Promise<string> {
  return servers.list().then(
    () => 'it was answered',
    (error: unknown) => format(messageOf(error)),
  );
}

/** Ends a worker that serves a client; its port must be free at once. */
function endOf(act: (engine: WorkerEngine) => void): HostileCase['prepare'] {
  return async (scene) => {
    const { script, remove } = await buildWorker();
    scene.defer(remove);
    const address = await scene.tcp();
    return {
      async round() {
        const engine = await WorkerEngine.start({ script });
        await engine.servers.start({ id: 'a', name: 'a', address, behaviour: { kind: 'echo' } });
        const client = await WireClient.connect(address.port);
        const failed = new Promise<Message>((resolve) => engine.onDidFail(resolve));
        act(engine);
        const pending = callOf(engine);
        const said = format(await failed);
        assert.deepEqual([await pending, await callOf(engine)], [said, said]);
        await until('the port is free', async () => (await whyNotListen(address)) === undefined);
        await client.ended();
        client.socket.destroy();
        return said;
      },
    };
  };
}

/** The engine's thread ends, or does nothing any more. */
export const workers: readonly HostileCase[] = [
  {
    name: 'a worker that is killed',
    says: 'The engine’s thread ended unexpectedly (exit code 1). Restart it to bring its nodes back.',
    prepare: endOf((engine) => void engine.worker.terminate()),
  },
  {
    name: 'a worker that hangs',
    says: 'The engine did not respond for 3 s and was ended. Restart it to bring its nodes back.',
    prepare: endOf((engine) => {
      engine.worker.postMessage('hang');
    }),
  },
  {
    name: 'a shutdown of the worker with 200 sessions, half of them through the balancer',
    says: 'The engine was stopped.',
    async prepare(scene) {
      const { script, remove } = await buildWorker();
      scene.defer(remove);
      const addresses = { server: await scene.tcp(), front: await scene.tcp() };
      return {
        async round() {
          const engine = await WorkerEngine.start({ script });
          await shutDownWithCrowd(engine, addresses);
          return callOf(engine);
        },
      };
    },
  },
];
