import { keyOf } from '../keys';
import type { Workbench } from '../workbench';
import { pageOf, type Page, type SessionsRow } from './row';
import type { RowView } from './rowView';
import { ownerRow, sessionRow } from './sessionRows';
import { sessionTip, type Speech } from './tooltips';

/** What the Sessions tree shows: the sessions of every node that has or had some, newest first. */
export class SessionsOutline {
  /** Whether health checks are listed too. */
  includeChecks = false;

  constructor(private readonly workbench: Workbench) {}

  /** @param limit 1–1000 */
  async page(parent: SessionsRow | undefined, limit: number): Promise<Page<SessionsRow>> {
    if (!parent) return pageOf(this.owners(), limit);
    if (parent.kind !== 'owner') return pageOf([], limit);
    const { owner } = parent;
    const query = { includeChecks: this.includeChecks, limit: Math.min(limit, 1000) };
    const { rows, total } = await this.workbench.sessionPage(owner, query);
    return {
      rows: rows.map((session) => ({ kind: 'session', key: keyOf.session(session.id), owner, session })),
      total,
    };
  }

  view(row: SessionsRow): RowView {
    if (row.kind === 'session') return sessionRow(row.session);
    const now = this.workbench.sessionOwners().find(({ id }) => id === row.owner.id);
    return ownerRow(now ?? row.owner);
  }

  tooltip(row: SessionsRow, speech: Speech): string | undefined {
    return row.kind === 'session' ? sessionTip(row.session, speech) : undefined;
  }

  hasChildren(row: SessionsRow): boolean {
    return row.kind === 'owner';
  }

  private owners(): SessionsRow[] {
    return this.workbench
      .sessionOwners()
      .map((owner) => ({ kind: 'owner', key: keyOf.sessionsOf(owner.id), owner }));
  }
}
