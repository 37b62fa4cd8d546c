import type { Balancer, BalancerChange, BalancerSnapshot, BalancerSpec } from '../../src/core/api/balancer';
import type { Engine } from '../../src/core/api/engine';
import type { NodeSnapshot } from '../../src/core/api/node';
import type { ServersChange, ServerSpec } from '../../src/core/api/server';
import { Emitter } from '../../src/core/util/event';
import { Failure, type Message } from '../../src/core/util/message';

/** A counterpart for the extension's model that opens no socket: it says what it is told to say. */
export class ScriptedEngine {
  readonly serversChanged = new Emitter<ServersChange>();
  readonly failed = new Emitter<Message>();
  readonly balancers = new Map<string, ScriptedBalancer>();
  readonly started: ServerSpec[] = [];
  readonly stopped: string[] = [];
  /** Why the next starts fail; nothing when they do not. */
  refusal: Message | undefined;
  shutdowns = 0;

  readonly engine = {
    servers: {
      onDidChange: this.serversChanged.event,
      start: (spec: ServerSpec) => this.start(spec),
      sessions: () =>
        new Promise((_, reject) =>
          this.failed.event((why) => {
            reject(new Failure(why));
          }),
        ),
      stop: ({ id }: { id: string }) => Promise.resolve(void this.stopped.push(id)),
    },
    createBalancer: ({ id, spec }: { id: string; spec: BalancerSpec }) => this.createBalancer(id, spec),
    onDidFail: this.failed.event,
    shutdown: () => Promise.resolve(void this.shutdowns++),
    dispose: () => undefined,
  } as unknown as Engine;

  private start(spec: ServerSpec): Promise<NodeSnapshot> {
    if (this.refusal) return Promise.reject(new Failure(this.refusal));
    this.started.push(spec);
    return Promise.resolve(runningNode(spec.id, 'server', spec.name));
  }

  private createBalancer(id: string, spec: BalancerSpec): Promise<Balancer> {
    const balancer = new ScriptedBalancer(id, spec, this.refusal);
    this.balancers.set(id, balancer);
    return Promise.resolve(balancer as unknown as Balancer);
  }
}

export class ScriptedBalancer {
  readonly changed = new Emitter<BalancerChange>();
  readonly onDidChange = this.changed.event;
  readonly acts: unknown[] = [];
  disposed = false;

  constructor(
    readonly id: string,
    private readonly spec: BalancerSpec,
    private readonly refusal: Message | undefined,
  ) {}

  start(): Promise<BalancerSnapshot> {
    if (this.refusal) return Promise.reject(new Failure(this.refusal));
    return Promise.resolve(snapshotOf(this.id, this.spec));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  act(request: unknown): Promise<void> {
    this.acts.push(request);
    return Promise.resolve();
  }

  dispose(): void {
    this.disposed = true;
  }
}

export function runningNode(id: string, kind: NodeSnapshot['kind'], name: string): NodeSnapshot {
  const address = { kind: 'tcp', host: '127.0.0.1', port: 5000 } as const;
  return {
    id,
    kind,
    name,
    addresses: [address],
    state: 'running',
    sessions: { current: 0, total: 0 },
    bytesIn: 0,
    bytesOut: 0,
  };
}

/** Everything UP and idle. */
export function snapshotOf(id: string, spec: BalancerSpec): BalancerSnapshot {
  return {
    id,
    frontends: spec.frontends.map(({ name }) => runningNode(`${id}/${name}`, 'frontend', name)),
    backends: spec.backends.map(({ name, servers }) => ({
      name,
      up: true,
      servers: { up: servers.length, total: servers.length },
      sessions: { current: 0, total: 0 },
      queued: 0,
    })),
    servers: spec.backends.flatMap(({ name: backend, servers }) =>
      servers.map(({ name }) => upServer(backend, name)),
    ),
  };
}

export function upServer(backend: string, name: string): BalancerSnapshot['servers'][number] {
  return {
    backend,
    name,
    address: '127.0.0.1:8000',
    admin: 'ready',
    operational: 'up',
    status: 'UP',
    usable: true,
    weight: 1,
    backup: false,
    sessions: { current: 0, max: 0, total: 0 },
    queued: 0,
    bytesIn: 0,
    bytesOut: 0,
    lastCheck: { status: 'L4OK', passed: true, info: '', at: 0, durationMs: 3 },
    checksFailed: 0,
    timesDown: 0,
    connectErrors: 0,
    retries: 0,
    redispatches: 0,
  };
}
