import type { ServerRef } from '../../core/api/balancer';
import { formatAddress, isWildcard, parseAddress, type Address } from '../../core/net/address';
import type { Row } from './rows/row';
import type { Workbench } from './workbench';

/** Where a console can connect to. */
export interface ConnectTarget {
  /** As `parseAddress` reads it. */
  readonly address: string;
  readonly name: string;
  readonly tls: boolean;
}

/** What a row listens on or stands for; nothing for a file or a session. */
export function connectTargetOf({ servers, balancers }: Workbench, row: Row): ConnectTarget | undefined {
  if (row.kind === 'server') {
    const node = servers.get(row.id);
    return node && target(node.spec.name, node.snapshot.addresses[0], node.spec.tls !== undefined);
  }
  if (row.kind === 'frontend') {
    const node = balancers.get(row.balancer)?.frontend(row.name);
    const address = node?.snapshot?.addresses[0] ?? node?.spec.binds[0]?.address;
    return node && target(node.spec.name, address);
  }
  const member = row.kind === 'member' ? balancers.get(row.balancer)?.member(row.ref) : undefined;
  return member && target(memberName(member.ref), member.spec.address);
}

/** `backend/server`, as HAProxy writes it. */
export function memberName({ backend, server }: ServerRef): string {
  return `${backend}/${server}`;
}

/** Everything that accepts connections now, and the servers of backends that run. */
export function runningTargets({ servers, balancers }: Workbench): readonly ConnectTarget[] {
  const own = servers
    .all()
    .filter(({ snapshot }) => snapshot.state === 'running')
    .map(({ spec, snapshot }) => target(spec.name, snapshot.addresses[0], spec.tls !== undefined));
  const frontends = balancers
    .all()
    .flatMap((balancer) => balancer.frontends())
    .map(({ spec, snapshot }) =>
      target(spec.name, snapshot?.state === 'running' ? snapshot.addresses[0] : undefined),
    );
  const members = balancers
    .all()
    .flatMap((balancer) => [...balancer.snapshots()])
    .map(({ backend, name, address }) =>
      target(memberName({ backend, server: name }), parseAddress(address)),
    );
  return [...own, ...frontends, ...members].filter((each) => each !== undefined);
}

function target(name: string, address: Address | undefined, tls = false): ConnectTarget | undefined {
  return address && { name, tls, address: formatAddress(reachable(address)) };
}

/** An address that stands for all of the machine's is reached on loopback. */
function reachable(address: Address): Address {
  if (address.kind === 'unix' || !isWildcard(address)) return address;
  return { ...address, host: address.host === '::' ? '::1' : '127.0.0.1' };
}
