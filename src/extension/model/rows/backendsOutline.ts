import type { BackendNode, MemberNode } from '../balancerNode';
import { keyOf } from '../keys';
import type { Workbench } from '../workbench';
import { backendRow, memberRow } from './backendRows';
import { pageOf, type BackendsRow, type Page } from './row';
import type { RowView } from './rowView';
import { backendTip, memberTip, type Speech } from './tooltips';

/** What the Backends tree shows: the backends of every haproxy.cfg, with their servers. */
export class BackendsOutline {
  constructor(private readonly workbench: Workbench) {}

  page(parent: BackendsRow | undefined, limit: number): Page<BackendsRow> {
    if (!parent) return pageOf(this.backends(), limit);
    const backend = parent.kind === 'backend' ? this.backend(parent) : undefined;
    return pageOf(backend ? membersOf(backend) : [], limit);
  }

  view(row: BackendsRow): RowView | undefined {
    if (row.kind === 'member') {
      const member = this.member(row);
      return member && memberRow(member);
    }
    const backend = this.backend(row);
    return backend && backendRow(backend, this.workbench.balancers.all().length > 1);
  }

  /** Markdown with the history of checks. */
  async tooltip(row: BackendsRow, speech: Speech): Promise<string | undefined> {
    if (row.kind === 'backend') {
      const backend = this.backend(row);
      return backend && backendTip(backend, speech);
    }
    const history = await this.workbench.balancerControl.history(row.balancer, row.ref);
    const member = this.member(row);
    return member && memberTip(member, history, speech);
  }

  hasChildren(row: BackendsRow): boolean {
    return row.kind === 'backend';
  }

  private backends(): BackendsRow[] {
    return this.workbench.balancers.all().flatMap((balancer) =>
      balancer.backends().map(({ spec: { name } }): BackendsRow => ({
        kind: 'backend',
        key: keyOf.backend(balancer.id, name),
        balancer: balancer.id,
        name,
      })),
    );
  }

  private backend(row: { readonly balancer: string; readonly name: string }): BackendNode | undefined {
    return this.workbench.balancers.get(row.balancer)?.backend(row.name);
  }

  private member({ balancer, ref }: Extract<BackendsRow, { kind: 'member' }>): MemberNode | undefined {
    return this.workbench.balancers.get(balancer)?.member(ref);
  }
}

function membersOf(backend: BackendNode): BackendsRow[] {
  return backend.balancer.membersOf(backend).map(({ balancer, ref }) => ({
    kind: 'member',
    key: keyOf.member(balancer.id, ref),
    balancer: balancer.id,
    ref,
  }));
}
