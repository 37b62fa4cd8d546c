import type { SessionSnapshot, Sessions } from '../../../src/core/api/session';
import { format } from '../../../src/core/util/message';
import { until } from '../until';

/** The newest session of a node or a balancer. */
export async function newest(sessions: Sessions): Promise<SessionSnapshot> {
  return until('a session', async () => (await sessions.sessions({ limit: 1 })).rows[0]);
}

/** How the sessions of a node or a balancer ended, once all have: each text once. */
export async function endingsOf(sessions: Sessions): Promise<string> {
  const ended = await until('all ended', async () => {
    const { rows } = await sessions.sessions({ limit: 1000 });
    return rows.length > 0 && rows.every(({ state }) => state === 'ended') ? rows : undefined;
  });
  return [...new Set(ended.map(({ end }) => format(end!)))].sort().join('\n');
}
