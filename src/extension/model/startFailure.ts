import type { BindSpec } from '../../core/api/balancer';
import { formatAddress } from '../../core/net/address';
import type { Diagnostic } from '../../core/text/diagnostic';
import type { BalancerNode } from './balancerNode';
import type { ServerNode } from './serverNodes';

/** A start that failed, as a diagnostic at the `bind` line whose address the reason names, or at the first one. */
export function balancerFailure(balancer: BalancerNode): Diagnostic | undefined {
  const { state, reason, runnable } = balancer;
  if (state !== 'failed' || !reason) return undefined;
  const binds = runnable?.frontends.flatMap((frontend) => frontend.binds) ?? [];
  const named = Object.values(reason.args).map(String);
  const isNamed = ({ address }: BindSpec) => named.includes(formatAddress(address));
  const range = (binds.find(isNamed) ?? binds[0])?.range;
  return range && { severity: 'error', range, message: reason };
}

/** A server of a `.wire` file that failed, at its block. */
export function serverFailure({ origin, snapshot }: ServerNode): Diagnostic | undefined {
  const { state, reason } = snapshot;
  if (origin.kind !== 'file' || state !== 'failed' || !reason) return undefined;
  return { severity: 'error', range: origin.range, message: reason };
}
