import type { ServerRef } from '../../core/api/balancer';
import type { NodeState } from '../../core/api/node';
import type { BackendNode, BalancerNode } from './balancerNode';
import type { Row } from './rows/row';
import type { Workbench } from './workbench';

/** What start and stop act on. */
export interface Runnables {
  readonly servers: readonly string[];
  readonly balancers: readonly string[];
}

/** Servers of one balancer. */
export interface MemberGroup {
  readonly balancer: string;
  readonly refs: readonly ServerRef[];
}

/** The servers and balancers that rows stand for, each once: a file is all that it holds, a frontend its balancer. */
export function runnablesOf({ servers }: Workbench, rows: readonly Row[]): Runnables {
  const serverIds = rows.flatMap((row) => {
    if (row.kind === 'server') return [row.id];
    if (row.kind !== 'wireFile') return [];
    return servers
      .all()
      .filter(({ origin }) => origin.kind === 'file' && origin.uri === row.uri)
      .map(({ id }) => id);
  });
  const balancers = rows.flatMap((row) => ('balancer' in row ? [row.balancer] : []));
  return { servers: [...new Set(serverIds)], balancers: [...new Set(balancers)] };
}

/** The states of what start and stop act on. */
export function statesOf(workbench: Workbench, row: Row): readonly NodeState[] {
  const { servers, balancers } = runnablesOf(workbench, [row]);
  return [
    ...servers.flatMap((id) => workbench.servers.get(id)?.snapshot.state ?? []),
    ...balancers.flatMap((id) => workbench.balancers.get(id)?.state ?? []),
  ];
}

/** Whether it is a server that was started by hand, not one of a file. */
export function isAdHoc({ servers }: Workbench, row: Row): boolean {
  return row.kind === 'server' && servers.get(row.id)?.origin.kind === 'adHoc';
}

/** The servers of backends that rows stand for: a backend is all its servers, a frontend its default backend. */
export function membersOf({ balancers }: Workbench, rows: readonly Row[]): readonly MemberGroup[] {
  const groups = new Map<string, Map<string, ServerRef>>();
  for (const row of rows) {
    if (!('balancer' in row)) continue;
    const balancer = balancers.get(row.balancer);
    const group = groups.get(row.balancer) ?? new Map<string, ServerRef>();
    groups.set(row.balancer, group);
    for (const ref of balancer ? refsOf(balancer, row) : []) group.set(`${ref.backend}/${ref.server}`, ref);
  }
  return [...groups]
    .map(([balancer, refs]) => ({ balancer, refs: [...refs.values()] }))
    .filter(({ refs }) => refs.length > 0);
}

/** Every server of every backend. */
export function allMembers({ balancers }: Workbench): readonly MemberGroup[] {
  return balancers
    .all()
    .map((balancer) => ({ balancer: balancer.id, refs: balancer.backends().flatMap(refsOfBackend) }))
    .filter(({ refs }) => refs.length > 0);
}

function refsOf(balancer: BalancerNode, row: Extract<Row, { balancer: string }>): readonly ServerRef[] {
  switch (row.kind) {
    case 'member':
      return [row.ref];
    case 'balancer':
      return balancer.backends().flatMap(refsOfBackend);
    case 'backend':
      return refsOfBackend(balancer.backend(row.name));
    case 'frontend':
      return refsOfBackend(balancer.backend(balancer.frontend(row.name)?.spec.defaultBackend ?? ''));
  }
}

function refsOfBackend(backend: BackendNode | undefined): readonly ServerRef[] {
  return backend?.spec.servers.map(({ name }) => ({ backend: backend.spec.name, server: name })) ?? [];
}
