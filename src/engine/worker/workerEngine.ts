import { Worker } from 'node:worker_threads';
import type { Balancer, BalancerCapabilities, BalancerSpec } from '../../core/api/balancer';
import type { Engine } from '../../core/api/engine';
import { Channel } from '../../core/rpc/channel';
import type { Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/event';
import { catalog, type Message } from '../../core/util/message';
import type { EngineOptions } from '../embeddedEngine';
import { systemClock } from '../systemClock';
import { heartbeatMemory, watchHeartbeat } from './heartbeat';
import { PortTransport } from './portTransport';
import { remote, remoteBalancer, type WorkerControl } from './services';
import type { WorkerData } from './worker';

export const workerMessages = catalog('engine', {
  exited:
    'The engine’s thread ended unexpectedly (exit code {exitCode}). Restart it to bring its nodes back.',
  crashed: 'The engine stopped on an error: {error}. Restart it to bring its nodes back.',
  outOfMemory: 'The engine ran out of memory. Restart it to bring its nodes back.',
  hung: 'The engine did not respond for {seconds} s and was ended. Restart it to bring its nodes back.',
  stopped: 'The engine was stopped.',
});

/** No heartbeat for this long means that the worker hangs, in milliseconds. */
const HANG_MS = 3000;
const SHUTDOWN_MS = 2000;

/** JavaScript objects only: buffers are not counted by it, the engine budgets those itself. */
const HEAP_MB = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 32 };

export interface WorkerEngineOptions extends EngineOptions {
  /** Path of the built worker. */
  readonly script: string;
}

/** An engine in a worker thread: a busy relay does not stall this thread, and when it dies this thread lives. */
export class WorkerEngine implements Engine {
  private readonly failures = new Emitter<Message>();
  private readonly transport: PortTransport;
  private readonly channel: Channel;
  private readonly control: WorkerControl;
  private readonly watch: Disposable;
  private ended = false;

  readonly onDidFail = this.failures.event;
  readonly servers;
  readonly consoles;
  readonly transcripts;

  /** Starts a worker and its engine. @throws Failure when it cannot be started */
  static async start({ script, ...options }: WorkerEngineOptions): Promise<WorkerEngine> {
    const heartbeat = heartbeatMemory();
    const data: WorkerData = { heartbeat };
    const engine = new WorkerEngine(
      new Worker(script, { workerData: data, resourceLimits: HEAP_MB }),
      heartbeat,
    );
    try {
      await engine.control.open(options);
      return engine;
    } catch (error) {
      engine.dispose();
      throw error;
    }
  }

  private constructor(
    /** The thread itself: for tests that end it. */
    readonly worker: Worker,
    heartbeat: Int32Array,
  ) {
    this.transport = new PortTransport(worker);
    this.channel = new Channel(this.transport, systemClock);
    this.control = remote(this.channel, 'control');
    this.servers = remote(this.channel, 'servers');
    this.consoles = remote(this.channel, 'consoles');
    this.transcripts = remote(this.channel, 'transcripts');
    this.watch = watchHeartbeat(systemClock, heartbeat, HANG_MS, () => {
      this.fail(workerMessages.hung({ seconds: HANG_MS / 1000 }));
    });
    worker.on('error', (error: Error & { code?: string }) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.fail(
        outOfMemory ? workerMessages.outOfMemory() : workerMessages.crashed({ error: error.message }),
      );
    });
    worker.on('exit', (exitCode) => {
      this.fail(workerMessages.exited({ exitCode }));
    });
  }

  async createBalancer(request: { readonly id: string; readonly spec: BalancerSpec }): Promise<Balancer> {
    const capabilities = await this.control.createBalancer(request);
    return new WorkerBalancer(request.id, capabilities, this.channel, this.control);
  }

  async shutdown({ deadlineMs = SHUTDOWN_MS }: { readonly deadlineMs?: number }): Promise<void> {
    if (this.ended) return;
    // Its own deadline comes first, so that it is the one that resets what is left. Whatever it answers, or if it does
    // not: its thread ends, and its ports with it.
    const own = deadlineMs * 0.75;
    await this.control.shutdown({ deadlineMs: own }, { timeoutMs: deadlineMs }).catch(() => undefined);
    await this.finish(workerMessages.stopped());
  }

  dispose(): void {
    void this.finish(workerMessages.stopped());
  }

  private fail(reason: Message): void {
    if (this.ended) return;
    void this.finish(reason);
    this.failures.fire(reason);
  }

  private async finish(reason: Message): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.watch.dispose();
    this.transport.close(reason);
    await this.worker.terminate();
  }
}

/** A balancer in the worker, under the same interface. */
class WorkerBalancer implements Balancer {
  private readonly calls: ReturnType<typeof remoteBalancer>;

  constructor(
    readonly id: string,
    readonly capabilities: BalancerCapabilities,
    channel: Channel,
    private readonly control: WorkerControl,
  ) {
    this.calls = remoteBalancer(channel, id);
  }

  get onDidChange(): Balancer['onDidChange'] {
    return this.calls.onDidChange;
  }
  start: Balancer['start'] = () => this.calls.start();
  stop: Balancer['stop'] = (request) => this.calls.stop(request);
  act: Balancer['act'] = (request) => this.calls.act(request);
  check: Balancer['check'] = (request, options) => this.calls.check(request, options);
  history: Balancer['history'] = (server) => this.calls.history(server);
  snapshot: Balancer['snapshot'] = () => this.calls.snapshot();
  sessions: Balancer['sessions'] = (query) => this.calls.sessions(query);
  kill: Balancer['kill'] = (request) => this.calls.kill(request);

  dispose(): void {
    // When the engine is gone there is nothing left to dispose of.
    void this.control.disposeBalancer({ id: this.id }).catch(() => undefined);
  }
}
