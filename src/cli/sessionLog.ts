import type { SessionSnapshot, Sessions } from '../core/api/session';
import { format } from '../core/util/message';
import type { Output } from './output';

/** The most sessions that are looked at after one change. */
const PAGE = 1000;
/** Ended sessions that are remembered as printed: many more than are listed. */
const ENDED_KEPT = 100 * PAGE;

/** Prints sessions as they open and end; those too short-lived or too many to be seen are counted instead. */
export class SessionLog {
  /** State by id of what was printed and has not ended. */
  private readonly open = new Map<string, string>();
  private readonly ended = new Set<string>();
  private readonly printed = new Map<string, number>();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: Sessions,
    private readonly output: Output,
  ) {}

  /** Looks at the sessions of these nodes again; one look after the other. */
  look(
    nodes: readonly { readonly id: string; readonly name: string; readonly total: number }[],
  ): Promise<void> {
    this.turn = this.turn.then(async () => {
      for (const node of nodes) await this.lookAt(node);
    });
    return this.turn;
  }

  private async lookAt(node: {
    readonly id: string;
    readonly name: string;
    readonly total: number;
  }): Promise<void> {
    const { rows } = await this.sessions.sessions({ node: node.id, limit: PAGE });
    for (const session of [...rows].reverse()) this.print(node, session);
    const printed = this.printed.get(node.id) ?? 0;
    if (node.total > printed) {
      const missed = node.total - printed;
      this.output.event(
        'sessionsNotShown',
        { node: node.name, count: missed },
        `${node.name}: ${missed} more sessions`,
      );
      this.printed.set(node.id, node.total);
    }
  }

  private print(node: { readonly id: string; readonly name: string }, session: SessionSnapshot): void {
    if (this.ended.has(session.id)) return;
    const via = session.server ? ` → ${session.server.backend}/${session.server.name}` : '';
    if (!this.open.has(session.id)) {
      this.open.set(session.id, session.state);
      this.printed.set(node.id, (this.printed.get(node.id) ?? 0) + 1);
      this.output.event(
        'sessionOpened',
        fields(node.name, session),
        `${node.name}: ${session.client}${via} opened`,
      );
    }
    if (session.state !== 'ended') return;
    this.open.delete(session.id);
    this.ended.add(session.id);
    const [oldest] = this.ended.size > ENDED_KEPT ? this.ended : [];
    if (oldest !== undefined) this.ended.delete(oldest);
    const end = session.end ? format(session.end) : '';
    this.output.event(
      'sessionEnded',
      { ...fields(node.name, session), end },
      `${node.name}: ${session.client}${via} ended after ${duration(session)}, ${session.bytesIn} bytes in, ${session.bytesOut} out. ${end}`,
    );
  }
}

function fields(
  node: string,
  { id, client, server, startedAt, endedAt, bytesIn, bytesOut }: SessionSnapshot,
): object {
  return { node, id, client, server, startedAt, endedAt, bytesIn, bytesOut };
}

function duration({ startedAt, endedAt = startedAt }: SessionSnapshot): string {
  const ms = endedAt - startedAt;
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
