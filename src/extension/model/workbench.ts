import type { Engine } from '../../core/api/engine';
import type { SessionPage, SessionQuery, Sessions } from '../../core/api/session';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { Emitter, type Event } from '../../core/util/event';
import { messageOf, type Message } from '../../core/util/message';
import { BalancerControl } from './balancerControl';
import { BalancerNodes } from './balancerNodes';
import { EngineSlot } from './engineSlot';
import type { ModelChange } from './keys';
import type { Permissions } from './permissions';
import { SavedServers, type Memory } from './savedServers';
import { ServerControl } from './serverControl';
import { ServerNodes, isActive } from './serverNodes';

export interface WorkbenchPorts {
  createEngine(): Promise<Engine>;
  readonly permissions: Permissions;
  readonly memory: Memory;
}

/** Who accepts sessions: `id` is the node's id as the engine has it, `balancer` is nothing for a server of ours. */
export interface SessionOwner {
  readonly id: string;
  readonly name: string;
  readonly balancer?: string;
  readonly sessions: { readonly current: number; readonly total: number };
}

/** Ids of nodes that an engine took with it. */
interface Lost {
  readonly servers: readonly string[];
  readonly balancers: readonly string[];
}

/**
 * All that is known of nodes, balancers and sessions, and what can be done with them. Knows nothing of VS Code: the
 * trees, commands and lenses are views of it.
 */
export class Workbench implements Disposable {
  readonly servers = new ServerNodes();
  readonly balancers = new BalancerNodes();
  readonly slot: EngineSlot;
  readonly saved: SavedServers;
  readonly serverControl: ServerControl;
  readonly balancerControl: BalancerControl;
  private readonly store = new DisposableStore();
  private readonly changed = new Emitter<ModelChange>();
  private readonly lostEngine = new Emitter<Message>();
  /** What ran when an engine failed, to be started again on request. */
  private lost: Lost = { servers: [], balancers: [] };

  readonly onDidChange: Event<ModelChange> = this.changed.event;
  /** The engine is gone and every node that ran is failed. */
  readonly onDidLoseEngine: Event<Message> = this.lostEngine.event;

  constructor(ports: WorkbenchPorts) {
    this.slot = this.store.add(new EngineSlot(() => ports.createEngine()));
    this.saved = new SavedServers(ports.memory, this.servers);
    this.serverControl = new ServerControl(this.slot, this.servers, ports.permissions);
    this.balancerControl = new BalancerControl(this.slot, this.balancers, ports.permissions);
    for (const nodes of [this.servers, this.balancers])
      this.store.add(
        nodes.onDidChange((change) => {
          this.changed.fire(change);
        }),
      );
    this.store.add(
      this.slot.onDidFail((reason) => {
        this.loseEngine(reason);
      }),
    );
  }

  /** Whether a failed engine left something behind that `recover` would start. */
  get canRecover(): boolean {
    const { servers, balancers } = this.recoverable;
    return servers.length + balancers.length > 0;
  }

  get anyActive(): boolean {
    return this.activeServers().length + this.activeBalancers().length > 0;
  }

  /** Starts again what ran when the engine failed. Returns what could not be started, and why. */
  async recover(): Promise<readonly Message[]> {
    const { servers, balancers } = this.recoverable;
    // Servers first: the checks of the balancers then find them.
    const first = await failures(servers.map((id) => this.serverControl.start(id)));
    return [...first, ...(await failures(balancers.map((id) => this.balancerControl.start(id))))];
  }

  /** Starts the servers that are marked so. Returns what could not be started, and why. */
  startSaved(): Promise<readonly Message[]> {
    return failures(this.saved.toStart().map((id) => this.serverControl.start(id)));
  }

  async stopAll(): Promise<readonly Message[]> {
    const balancers = await failures(this.activeBalancers().map((id) => this.balancerControl.stop(id)));
    return [...balancers, ...(await failures(this.activeServers().map((id) => this.serverControl.stop(id))))];
  }

  /** Everyone that has or had sessions since it started, in the order of the trees. */
  sessionOwners(): readonly SessionOwner[] {
    const servers = this.servers
      .all()
      .map(({ id, spec, snapshot }) => ({ id, name: spec.name, sessions: snapshot.sessions }));
    const frontends = this.balancers
      .all()
      .flatMap((balancer) =>
        balancer
          .frontends()
          .flatMap(({ snapshot }) =>
            snapshot
              ? [{ id: snapshot.id, name: snapshot.name, balancer: balancer.id, sessions: snapshot.sessions }]
              : [],
          ),
      );
    return [...frontends, ...servers].filter(({ sessions }) => sessions.total > 0 || sessions.current > 0);
  }

  /** Nothing when the owner is gone, be it while it is asked: that is told where it happens. */
  async sessionPage(owner: SessionOwner, query: Omit<SessionQuery, 'node'>): Promise<SessionPage> {
    const engine = this.slot.peek();
    try {
      const page = await this.sessionsOf(owner)?.sessions({ ...query, node: owner.id });
      return page ?? { rows: [], total: 0 };
    } catch (error) {
      const { balancer } = owner;
      const isThere = balancer === undefined || this.balancerControl.isRunning(balancer);
      if (isThere && engine === this.slot.peek()) throw error;
      return { rows: [], total: 0 };
    }
  }

  /** Returns how many were ended. */
  async killSessions(owner: SessionOwner, ids: readonly string[]): Promise<number> {
    return (await this.sessionsOf(owner)?.kill({ ids })) ?? 0;
  }

  /** Gives every port back, within `deadlineMs`. */
  shutdown(deadlineMs: number): Promise<void> {
    return this.slot.shutdown(deadlineMs);
  }

  dispose(): void {
    this.store.dispose();
  }

  private sessionsOf(owner: SessionOwner): Sessions | undefined {
    if (owner.balancer === undefined) return this.slot.peek()?.servers;
    return this.balancerControl.get(owner.balancer);
  }

  private activeServers(): readonly string[] {
    return this.servers
      .all()
      .filter(({ snapshot }) => isActive(snapshot.state))
      .map(({ id }) => id);
  }

  private activeBalancers(): readonly string[] {
    return this.balancers
      .all()
      .filter(({ state }) => isActive(state))
      .map(({ id }) => id);
  }

  /** What was lost with an engine and is failed still. */
  private get recoverable(): Lost {
    return {
      servers: this.lost.servers.filter((id) => this.servers.get(id)?.snapshot.state === 'failed'),
      balancers: this.lost.balancers.filter((id) => this.balancers.get(id)?.state === 'failed'),
    };
  }

  private loseEngine(reason: Message): void {
    // An engine can end before what an earlier one lost was brought back.
    const { servers, balancers } = this.recoverable;
    this.lost = {
      servers: [...servers, ...this.servers.failAll(reason)],
      balancers: [...balancers, ...this.balancers.failAll(reason)],
    };
    this.changed.fire({ structure: false, keys: [] });
    this.lostEngine.fire(reason);
  }
}

/** Waits for all of them. Returns why those that failed did. */
async function failures(tasks: readonly Promise<unknown>[]): Promise<readonly Message[]> {
  const results = await Promise.allSettled(tasks);
  return results.flatMap((result) => (result.status === 'rejected' ? [messageOf(result.reason)] : []));
}
