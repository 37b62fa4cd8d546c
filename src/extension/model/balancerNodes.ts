import type { BalancerChange, BalancerSnapshot, BalancerSpec } from '../../core/api/balancer';
import type { NodeState } from '../../core/api/node';
import { Emitter } from '../../core/util/event';
import type { Message } from '../../core/util/message';
import { BalancerNode, type BalancerFile } from './balancerNode';
import { keyOf, type ModelChange } from './keys';
import { isActive } from './serverNodes';

/** The haproxy.cfg files that are known: state only, what acts on them is in BalancerControl. */
export class BalancerNodes {
  private readonly balancers = new Map<string, BalancerNode>();
  /** Running, but their file is gone: they go when they stop. */
  private readonly orphans = new Set<string>();
  private readonly changed = new Emitter<ModelChange>();
  readonly onDidChange = this.changed.event;

  all(): readonly BalancerNode[] {
    return [...this.balancers.values()];
  }

  get(id: string): BalancerNode | undefined {
    return this.balancers.get(id);
  }

  /** What a file holds now; nothing when it is gone. */
  setFile(id: string, file: BalancerFile | undefined): void {
    if (!file) return this.drop(id);
    const balancer = this.balancers.get(id) ?? new BalancerNode(id);
    this.balancers.set(id, balancer);
    this.orphans.delete(id);
    balancer.setFile(file);
    this.tellStructure(balancer);
  }

  begin(id: string, spec: BalancerSpec): void {
    const balancer = this.balancers.get(id);
    if (!balancer) return;
    balancer.begin(spec);
    this.tellStructure(balancer);
  }

  merge(part: BalancerSnapshot | BalancerChange): void {
    const balancer = this.balancers.get(part.id);
    if (!balancer) return;
    const keys = balancer.merge(part);
    if (keys.length > 0) this.changed.fire({ structure: false, keys: [...keys, keyOf.file(part.id)] });
  }

  mark(id: string, state: NodeState, reason?: Message): void {
    const balancer = this.balancers.get(id);
    if (!balancer) return;
    balancer.mark(state, reason);
    if (this.orphans.has(id) && !isActive(state)) this.drop(id);
    else this.tellStructure(balancer);
  }

  /** Everything that ran has failed with the engine. Returns what that was. */
  failAll(reason: Message): readonly string[] {
    const lost = this.all().filter(({ state }) => isActive(state));
    for (const { id } of lost) this.mark(id, 'failed', reason);
    return lost.map(({ id }) => id);
  }

  private drop(id: string): void {
    const balancer = this.balancers.get(id);
    if (!balancer) return;
    if (isActive(balancer.state)) {
      this.orphans.add(id);
      return;
    }
    this.orphans.delete(id);
    this.balancers.delete(id);
    this.tellStructure(balancer);
  }

  private tellStructure(balancer: BalancerNode): void {
    this.changed.fire({ structure: true, keys: [keyOf.file(balancer.id)] });
  }
}
