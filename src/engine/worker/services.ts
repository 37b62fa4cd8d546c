import type { Balancer, BalancerCapabilities, BalancerSpec } from '../../core/api/balancer';
import type { CallOptions } from '../../core/api/call';
import type { Consoles } from '../../core/api/console';
import type { Servers } from '../../core/api/server';
import type { Transcripts } from '../../core/api/transcript';
import type { Channel, EventName, MethodName } from '../../core/rpc/channel';
import type { Disposable } from '../../core/util/disposable';
import type { EngineOptions } from '../embeddedEngine';

/**
 * What of a service goes over the channel. Both ends are made from the same list, and a service that grows does not
 * compile until it is here.
 */
interface ServiceShape<S> {
  readonly methods: Readonly<Record<MethodName<S>, true>>;
  readonly events: Readonly<Record<EventName<S>, true>>;
}

const servers: ServiceShape<Servers> = {
  methods: {
    start: true,
    stop: true,
    list: true,
    tryAddress: true,
    send: true,
    finish: true,
    sessions: true,
    kill: true,
  },
  events: { onDidChange: true },
};

const consoles: ServiceShape<Consoles> = {
  methods: {
    open: true,
    discard: true,
    connect: true,
    send: true,
    sendEvery: true,
    sendEach: true,
    stopSending: true,
    end: true,
  },
  events: { onDidChange: true },
};

const transcripts: ServiceShape<Transcripts> = {
  methods: {
    list: true,
    info: true,
    page: true,
    find: true,
    bytes: true,
    keep: true,
    clear: true,
    discard: true,
  },
  events: { onDidChange: true },
};

const balancer: ServiceShape<Balancer> = {
  methods: {
    start: true,
    stop: true,
    act: true,
    check: true,
    history: true,
    snapshot: true,
    sessions: true,
    kill: true,
  },
  events: { onDidChange: true },
};

/** What the worker does besides its services. */
export interface WorkerControl {
  /** Makes the engine; the first call of all. */
  open(request: EngineOptions): Promise<void>;
  createBalancer(request: {
    readonly id: string;
    readonly spec: BalancerSpec;
  }): Promise<BalancerCapabilities>;
  disposeBalancer(request: { readonly id: string }): Promise<void>;
  shutdown(request: { readonly deadlineMs?: number }, options?: CallOptions): Promise<void>;
}

const control: ServiceShape<WorkerControl> = {
  methods: { open: true, createBalancer: true, disposeBalancer: true, shutdown: true },
  events: {},
};

/** Every service that crosses the channel by its name there. Each balancer is one of its own. */
const shapes = { servers, consoles, transcripts, control };

interface Services {
  readonly servers: Servers;
  readonly consoles: Consoles;
  readonly transcripts: Transcripts;
  readonly control: WorkerControl;
}

export function serve<K extends keyof Services>(channel: Channel, name: K, service: Services[K]): Disposable {
  return serveShape(channel, name, service, shapes[name] as unknown as ServiceShape<Services[K]>);
}

export function remote<K extends keyof Services>(channel: Channel, name: K): Services[K] {
  return remoteShape(channel, name, shapes[name] as unknown as ServiceShape<Services[K]>) as Services[K];
}

export function serveBalancer(channel: Channel, served: Balancer): Disposable {
  return serveShape(channel, balancerName(served.id), served, balancer);
}

export function remoteBalancer(
  channel: Channel,
  id: string,
): Omit<Balancer, 'id' | 'capabilities' | 'dispose'> {
  return remoteShape(channel, balancerName(id), balancer);
}

function serveShape<S>(
  channel: Channel,
  name: string,
  service: S,
  { methods, events }: ServiceShape<S>,
): Disposable {
  return channel.serve(name, service, namesOf(methods), namesOf(events));
}

function remoteShape<S>(channel: Channel, name: string, { methods, events }: ServiceShape<S>) {
  return channel.remote<S>(name, namesOf(methods), namesOf(events));
}

function namesOf<K extends string>(names: Readonly<Record<K, true>>): K[] {
  return Object.keys(names) as K[];
}

function balancerName(id: string): string {
  return `balancer ${id}`;
}
