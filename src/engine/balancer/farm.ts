import type { AdminState, BackendSpec, BalancerSpec, ServerAction, ServerRef } from '../../core/api/balancer';
import { Failure, catalog, type Message } from '../../core/util/message';
import type { Disposable } from '../../core/util/disposable';
import { Backend } from './backend';
import { BackendServer } from './backendServer';
import type { BalancerContext } from './context';
import { Crowd } from './crowd';
import { Frontend } from './frontend';
import { Prober } from './prober';
import { Slots } from './slots';
import { Resolver } from './target';

export const farmMessages = catalog('balancer', {
  noSuchServer: 'There is no server {backend}/{server} in this balancer.',
  badWeight: 'A weight is a whole number from 0 to 256, not {weight}.',
});

/** The frontends, backends and servers of one configuration, from its start to its stop. */
export class Farm {
  readonly frontends: readonly Frontend[];
  readonly backends: readonly Backend[];
  readonly servers: readonly BackendServer[];
  readonly prober: Prober;
  private readonly backendsByName = new Map<string, Backend>();
  /** Servers by `backend/server`. */
  private readonly serversByName = new Map<string, BackendServer>();
  private resolved: Promise<void> | undefined;
  private used = false;
  private disposed = false;
  /** Drains that kill what is left when their time is over. */
  private readonly drains = new Map<BackendServer, Disposable>();

  constructor(
    spec: BalancerSpec,
    private readonly context: BalancerContext,
  ) {
    this.backends = spec.backends.map((backend) => this.addBackend(backend));
    this.servers = this.backends.flatMap((backend) => backend.servers);
    const all = new Slots(spec.maxConnections);
    const crowd = new Crowd();
    this.frontends = spec.frontends.map((frontend) => {
      const backend = this.backendsByName.get(frontend.defaultBackend ?? '');
      return new Frontend(frontend, backend, context, all, crowd);
    });
    this.prober = new Prober({
      ...context,
      spreadChecks: spec.spreadChecks,
      timeouts: (server) => this.backendOf(server).spec.timeouts,
      record: (server, result) => {
        server.record(result);
        this.backendOf(server).reconsider(server);
      },
    });
  }

  /** Whether it was started, be it in vain: it cannot be started again. */
  get isUsed(): boolean {
    return this.used;
  }

  /** @throws Failure when a name does not resolve or an address cannot be bound; then nothing is bound */
  async start(): Promise<void> {
    this.used = true;
    const started = this.frontends.filter((frontend) => !frontend.spec.disabled);
    for (const frontend of started) frontend.become('starting');
    try {
      await this.resolveNames();
      await bindAll(started);
    } catch (error) {
      for (const frontend of started)
        frontend.become('failed', error instanceof Failure ? error.detail : undefined);
      throw error;
    }
    if (this.disposed) return;
    for (const frontend of started) frontend.become('running');
    this.prober.start(this.servers.filter((server) => !this.backendOf(server).spec.disabled));
  }

  /** @throws Failure that names the line when a host name has no address */
  resolveNames(): Promise<void> {
    return (this.resolved ??= this.lookNamesUp());
  }

  /** Closes the listeners and ends the sessions: by themselves within `graceMs`, then by RST. */
  async stop(graceMs: number, ending: Message): Promise<void> {
    const running = this.frontends.filter((frontend) => frontend.isRunning);
    for (const frontend of running) frontend.become('stopping');
    this.prober.dispose();
    for (const drain of this.drains.values()) drain.dispose();
    await Promise.all(this.frontends.flatMap(({ binds }) => binds.map((bind) => bind.close())));
    if (graceMs > 0) await this.emptied(graceMs);
    this.reset(ending);
    for (const frontend of running) frontend.become('stopped');
  }

  /** Ends everything at once; the listeners close in the background. */
  dispose(ending: Message): void {
    this.disposed = true;
    this.prober.dispose();
    for (const drain of this.drains.values()) drain.dispose();
    for (const { binds } of this.frontends) for (const bind of binds) void bind.close();
    this.reset(ending);
  }

  /** @throws Failure when there is no such server */
  server({ backend, server }: ServerRef): BackendServer {
    const found = this.serversByName.get(`${backend}/${server}`);
    if (!found) throw new Failure(farmMessages.noSuchServer({ backend, server }));
    return found;
  }

  act(server: BackendServer, action: ServerAction): void {
    const backend = this.backendOf(server);
    switch (action.kind) {
      case 'weight':
        backend.setWeight(server, action.weight);
        break;
      case 'killSessions':
        backend.endSessions(server);
        break;
      case 'drain':
        this.administer(server, 'drain');
        if (action.timeoutMs !== undefined && action.thenKill) this.killAfter(server, action.timeoutMs);
        break;
      case 'ready':
      case 'maint':
        this.administer(server, action.kind);
        break;
    }
  }

  isInUse(server: BackendServer): boolean {
    return this.backendOf(server).isInUse(server);
  }

  private administer(server: BackendServer, admin: AdminState): void {
    this.drains.get(server)?.dispose();
    this.drains.delete(server);
    server.administer(admin, this.context.clock.wallTime());
    this.backendOf(server).reconsider(server);
  }

  private killAfter(server: BackendServer, timeoutMs: number): void {
    const timer = this.context.clock.after(timeoutMs, () => {
      this.drains.delete(server);
      this.backendOf(server).endSessions(server);
    });
    this.drains.set(server, timer);
  }

  private reset(ending: Message): void {
    for (const backend of this.backends) backend.resetAll(ending);
    this.context.gentleClose.dispose();
  }

  private async emptied(graceMs: number): Promise<void> {
    let timer: Disposable | undefined;
    const expired = new Promise<void>((resolve) => {
      timer = this.context.clock.after(graceMs, resolve);
    });
    await Promise.race([Promise.all(this.backends.map((backend) => backend.emptied())), expired]);
    timer?.dispose();
  }

  private async lookNamesUp(): Promise<void> {
    const resolver = new Resolver();
    await Promise.all(
      this.servers.map(async (server) => {
        const { address, check, range } = server.spec;
        const place = { backend: server.backend, server: server.server, range };
        server.target = await resolver.resolve(address, place);
        server.checkTarget = check?.address ? await resolver.resolve(check.address, place) : server.target;
      }),
    );
  }

  private addBackend(spec: BackendSpec): Backend {
    const servers = spec.servers.map((line) => new BackendServer(spec.name, line));
    const backend = new Backend(spec, servers, this.context);
    this.backendsByName.set(spec.name, backend);
    for (const server of servers) this.serversByName.set(`${spec.name}/${server.server}`, server);
    return backend;
  }

  private backendOf(server: BackendServer): Backend {
    return this.backendsByName.get(server.backend)!;
  }
}

async function bindAll(frontends: readonly Frontend[]): Promise<void> {
  const binds = frontends.flatMap((frontend) => frontend.binds);
  const outcomes = await Promise.allSettled(binds.map((bind) => bind.open()));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failed) return;
  await Promise.all(binds.map((bind) => bind.close()));
  throw failed.reason;
}
