import { keyOf } from '../keys';
import type { Workbench } from '../workbench';
import { balancerRow, frontendRow, serverRow, wireFileRow } from './nodeRows';
import { pageOf, type NodesRow, type Page } from './row';
import type { RowView } from './rowView';
import { frontendTip, serverTip, type Speech } from './tooltips';

/** What the Nodes tree shows: ad-hoc servers, then the files with what they hold. */
export class NodesOutline {
  /** @param nameOf how people know a file */
  constructor(
    private readonly workbench: Workbench,
    private readonly nameOf: (uri: string) => string,
  ) {}

  page(parent: NodesRow | undefined, limit: number): Page<NodesRow> {
    if (!parent) return pageOf([...this.adHoc(), ...this.wireFiles(), ...this.balancers()], limit);
    if (parent.kind === 'wireFile') return pageOf(this.serversOf(parent.uri), limit);
    if (parent.kind === 'balancer') return pageOf(this.frontendsOf(parent.balancer), limit);
    return pageOf([], limit);
  }

  view(row: NodesRow): RowView | undefined {
    switch (row.kind) {
      case 'server': {
        const node = this.workbench.servers.get(row.id);
        return node && serverRow(node);
      }
      case 'frontend': {
        const node = this.workbench.balancers.get(row.balancer)?.frontend(row.name);
        return node && frontendRow(node);
      }
      case 'balancer': {
        const node = this.workbench.balancers.get(row.balancer);
        return node && balancerRow(node);
      }
      case 'wireFile':
        return wireFileRow(this.nameOf(row.uri), this.inFile(row.uri));
    }
  }

  /** Markdown, or nothing when the row says it all. */
  tooltip(row: NodesRow, speech: Speech): string | undefined {
    const { servers, balancers } = this.workbench;
    if (row.kind === 'server') {
      const node = servers.get(row.id);
      return node && serverTip(node, speech);
    }
    if (row.kind !== 'frontend') return undefined;
    const node = balancers.get(row.balancer)?.frontend(row.name);
    return node && frontendTip(node, speech);
  }

  hasChildren(row: NodesRow): boolean {
    return row.kind === 'wireFile' || row.kind === 'balancer';
  }

  private adHoc(): NodesRow[] {
    const nodes = this.workbench.servers.all().filter(({ origin }) => origin.kind === 'adHoc');
    return nodes.map(({ id }) => ({ kind: 'server', key: keyOf.server(id), id }));
  }

  private wireFiles(): NodesRow[] {
    const uris = this.workbench.servers
      .all()
      .flatMap(({ origin }) => (origin.kind === 'file' ? [origin.uri] : []));
    return [...new Set(uris)].sort().map((uri) => ({ kind: 'wireFile', key: keyOf.file(uri), uri }));
  }

  private balancers(): NodesRow[] {
    const ids = this.workbench.balancers.all().map(({ id }) => id);
    return ids.sort().map((id) => ({ kind: 'balancer', key: keyOf.file(id), balancer: id }));
  }

  private serversOf(uri: string): NodesRow[] {
    return this.inFile(uri).map(({ id }) => ({ kind: 'server', key: keyOf.server(id), id }));
  }

  private frontendsOf(balancer: string): NodesRow[] {
    const frontends = this.workbench.balancers.get(balancer)?.frontends() ?? [];
    return frontends.map(({ spec: { name } }) => ({
      kind: 'frontend',
      key: keyOf.frontend(balancer, name),
      balancer,
      name,
    }));
  }

  private inFile(uri: string) {
    return this.workbench.servers.all().filter(({ origin }) => origin.kind === 'file' && origin.uri === uri);
  }
}
