import { parentPort, workerData } from 'node:worker_threads';
import type { Balancer } from '../../core/api/balancer';
import { Channel } from '../../core/rpc/channel';
import type { Disposable } from '../../core/util/disposable';
import { EmbeddedEngine } from '../embeddedEngine';
import { systemClock } from '../systemClock';
import { beat } from './heartbeat';
import { PortTransport } from './portTransport';
import { serve, serveBalancer, type WorkerControl } from './services';

/** What the host gives the worker at its birth. */
export interface WorkerData {
  readonly heartbeat: Int32Array<SharedArrayBuffer>;
}

/** Serves one engine over the channel; every balancer is a service of its own. */
class EngineService implements WorkerControl {
  private engine: EmbeddedEngine | undefined;
  private readonly balancers = new Map<string, { balancer: Balancer; service: Disposable }>();

  constructor(private readonly channel: Channel) {}

  open: WorkerControl['open'] = (options) => {
    const engine = new EmbeddedEngine(options);
    this.engine = engine;
    serve(this.channel, 'servers', engine.servers);
    serve(this.channel, 'consoles', engine.consoles);
    serve(this.channel, 'transcripts', engine.transcripts);
    return Promise.resolve();
  };

  createBalancer: WorkerControl['createBalancer'] = async (request) => {
    const balancer = await this.opened().createBalancer(request);
    this.balancers.set(request.id, { balancer, service: serveBalancer(this.channel, balancer) });
    return balancer.capabilities;
  };

  disposeBalancer: WorkerControl['disposeBalancer'] = ({ id }) => {
    const known = this.balancers.get(id);
    this.balancers.delete(id);
    known?.service.dispose();
    known?.balancer.dispose();
    return Promise.resolve();
  };

  shutdown: WorkerControl['shutdown'] = (request) => this.opened().shutdown(request);

  private opened(): EmbeddedEngine {
    if (!this.engine) throw new Error('the engine was not opened');
    return this.engine;
  }
}

if (!parentPort) throw new Error('this file is the entry of a worker thread');
const channel = new Channel(new PortTransport(parentPort), systemClock);
serve(channel, 'control', new EngineService(channel));
beat((workerData as WorkerData).heartbeat);
