import type {
  Balancer,
  BalancerChange,
  BalancerSpec,
  CheckReport,
  ServerAction,
  ServerRef,
} from '../../core/api/balancer';
import type { CallOptions } from '../../core/api/call';
import type { CheckResult } from '../../core/api/check';
import { Emitter } from '../../core/util/event';
import { Failure, catalog, messageOf } from '../../core/util/message';
import type { BalancerNode } from './balancerNode';
import type { BalancerNodes } from './balancerNodes';
import type { EngineSlot } from './engineSlot';
import type { Permissions } from './permissions';
import { isActive } from './serverNodes';

export const balancerMessages = catalog('balancer.file', {
  hasErrors: '{name} has errors that keep it from running. Mend them first: they are listed under Problems.',
  notRunning: '{name} is not running. Start it first.',
  gone: '{name} is not there any more.',
});

/** Starts, stops and acts on balancers, and keeps the model up to date with what the engine says of them. */
export class BalancerControl {
  private readonly running = new Map<string, Balancer>();
  private readonly sessionsChanged = new Emitter<readonly string[]>();
  private readonly changed = new Emitter<BalancerChange>();
  /** Ids of frontends, as the engine has them, whose sessions changed. */
  readonly onDidChangeSessions = this.sessionsChanged.event;
  /** Fires before the model takes the change in: both states can be compared. */
  readonly onWillChange = this.changed.event;

  constructor(
    private readonly slot: EngineSlot,
    private readonly nodes: BalancerNodes,
    private readonly permissions: Permissions,
  ) {
    slot.onDidFail(() => {
      this.running.clear();
    });
  }

  /** One that runs already, or that the user does not want to, is left alone. @throws Failure when it cannot start */
  async start(id: string): Promise<void> {
    const node = this.node(id);
    if (isActive(node.state)) return;
    const spec = runnableOf(node);
    if (!(await this.mayRun(node, spec))) return;
    this.nodes.begin(id, spec);
    try {
      await this.startNow(id, spec);
    } catch (error) {
      this.release(id);
      this.nodes.mark(id, 'failed', messageOf(error));
      throw error;
    }
  }

  async stop(id: string): Promise<void> {
    const balancer = this.running.get(id);
    if (!balancer) return;
    this.nodes.mark(id, 'stopping');
    try {
      await balancer.stop({});
    } finally {
      this.release(id);
      this.nodes.mark(id, 'stopped');
    }
  }

  isRunning(id: string): boolean {
    return this.running.has(id);
  }

  /** The one that runs. @throws Failure when it does not */
  get(id: string): Balancer {
    const balancer = this.running.get(id);
    if (!balancer) throw new Failure(balancerMessages.notRunning({ name: this.node(id).name }));
    return balancer;
  }

  async act(id: string, servers: readonly ServerRef[], action: ServerAction): Promise<void> {
    await this.get(id).act({ servers, action });
  }

  /** Checks servers now, also those of a file that is not running. */
  async check(
    id: string,
    servers: readonly ServerRef[],
    options: CallOptions<CheckReport>,
  ): Promise<readonly CheckReport[]> {
    const running = this.running.get(id);
    if (running) return running.check({ servers }, options);
    const node = this.node(id);
    const spec = runnableOf(node);
    const request = { name: node.name, fromFile: true, addresses: [] };
    if (!(await this.permissions.mayRun(request))) return [];
    const engine = await this.slot.get();
    const passing = await engine.createBalancer({ id: `${id}#check`, spec });
    try {
      return await passing.check({ servers }, options);
    } finally {
      passing.dispose();
    }
  }

  async history(id: string, server: ServerRef): Promise<readonly CheckResult[]> {
    return (await this.running.get(id)?.history(server)) ?? [];
  }

  private async startNow(id: string, spec: BalancerSpec): Promise<void> {
    const engine = await this.slot.get();
    const balancer = await engine.createBalancer({ id, spec });
    this.running.set(id, balancer);
    balancer.onDidChange((change) => {
      this.changed.fire(change);
      this.nodes.merge(change);
      if (change.sessionsOf.length > 0) this.sessionsChanged.fire(change.sessionsOf);
    });
    this.nodes.merge(await balancer.start());
    this.nodes.mark(id, 'running');
  }

  private release(id: string): void {
    this.running.get(id)?.dispose();
    this.running.delete(id);
  }

  private node(id: string): BalancerNode {
    const node = this.nodes.get(id);
    if (!node) throw new Failure(balancerMessages.gone({ name: id }));
    return node;
  }

  private mayRun(node: BalancerNode, spec: BalancerSpec): Promise<boolean> {
    const frontends = spec.frontends.filter(({ disabled }) => !disabled);
    const addresses = frontends.flatMap(({ binds }) => binds.map(({ address }) => address));
    return this.permissions.mayRun({ name: node.name, fromFile: true, addresses });
  }
}

function runnableOf(node: BalancerNode): BalancerSpec {
  if (!node.runnable) throw new Failure(balancerMessages.hasErrors({ name: node.name }));
  return node.runnable;
}
