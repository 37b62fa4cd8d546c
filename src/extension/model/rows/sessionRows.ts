import type { SessionSnapshot } from '../../../core/api/session';
import { byteSize } from '../../../core/text/byteSize';
import { sessionCount, type Text } from '../text';
import { catalog } from '../../../core/util/message';
import type { SessionOwner } from '../workbench';
import { icons, type Icon, type RowView } from './rowView';

export const sessionWords = catalog('session', {
  connecting: 'connecting',
  queued: 'waiting for a server',
  open: 'open',
  ended: 'ended',
  check: 'health check',
  total: '{count} in all',
});

/** The node that accepted them. */
export function ownerRow({ name, balancer, sessions }: SessionOwner): RowView {
  const parts = [sessionCount(sessions.current), sessionWords.total({ count: sessions.total })];
  return {
    label: name,
    description: parts,
    icon: sessions.current > 0 ? icons.session : icons.ended,
    context: ['owner', balancer === undefined ? 'own' : 'balanced'],
    spoken: parts,
  };
}

export function sessionRow(session: SessionSnapshot): RowView {
  const live = session.state !== 'ended';
  const parts: readonly Text[] = [
    session.server ? `→ ${session.server.name}` : '',
    session.isCheck ? sessionWords.check() : '',
    live && session.state !== 'open' ? sessionWords[session.state]() : '',
    `↓${byteSize(session.bytesIn)} ↑${byteSize(session.bytesOut)}`,
    live ? '' : (session.end ?? ''),
  ];
  return {
    label: session.client,
    description: parts,
    icon: sessionIcon(session),
    context: ['session', live ? 'live' : 'ended', session.server ? 'balanced' : 'own'],
    spoken: [sessionWords[session.state](), ...parts],
    dimmed: !live,
  };
}

function sessionIcon({ state, isCheck }: SessionSnapshot): Icon {
  if (state === 'ended') return icons.ended;
  if (state === 'connecting') return icons.connecting;
  if (state === 'queued') return icons.queued;
  return isCheck ? icons.check : icons.session;
}
