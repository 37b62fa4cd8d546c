import type { ServerRef } from '../../../core/api/balancer';
import type { SessionSnapshot } from '../../../core/api/session';
import type { SessionOwner } from '../workbench';

/** What a row of a tree stands for; code lenses and quick picks name their targets the same way. Plain data. */
export type Row = NodesRow | BackendsRow | SessionsRow;

export type NodesRow =
  | { readonly kind: 'server'; readonly key: string; readonly id: string }
  | { readonly kind: 'frontend'; readonly key: string; readonly balancer: string; readonly name: string }
  | { readonly kind: 'wireFile'; readonly key: string; readonly uri: string }
  | { readonly kind: 'balancer'; readonly key: string; readonly balancer: string };

export type BackendsRow =
  | { readonly kind: 'backend'; readonly key: string; readonly balancer: string; readonly name: string }
  | { readonly kind: 'member'; readonly key: string; readonly balancer: string; readonly ref: ServerRef };

export type SessionsRow =
  | { readonly kind: 'owner'; readonly key: string; readonly owner: SessionOwner }
  | {
      readonly kind: 'session';
      readonly key: string;
      readonly owner: SessionOwner;
      readonly session: SessionSnapshot;
    };

/** The rows under one parent: at most as many as asked for, of `total`. */
export interface Page<R> {
  readonly rows: readonly R[];
  readonly total: number;
}

/** The first `limit` of them. */
export function pageOf<R>(rows: readonly R[], limit: number): Page<R> {
  return { rows: rows.slice(0, limit), total: rows.length };
}
