import type { ServerSnapshot } from '../../../core/api/balancer';
import { checkStatusText, type CheckResult } from '../../../core/api/check';
import { formatAddress } from '../../../core/net/address';
import type { BackendNode, MemberNode } from '../balancerNode';
import { duration, sessionCount, words, type Text } from '../text';
import { icons, stateIcon, stateWord, type Icon, type RowView } from './rowView';

/**
 * A backend: UP while it can take a session; the icon warns when some of its servers cannot.
 * @param withFile whether to name the file, where there are several
 */
export function backendRow(node: BackendNode, withFile: boolean): RowView {
  const { balancer, spec, snapshot } = node;
  const file = withFile ? balancer.name : '';
  if (!snapshot) return idleBackendRow(node, file);
  const status = snapshot.up ? 'UP' : 'DOWN';
  const parts: readonly Text[] = [
    status,
    `${snapshot.servers.up}/${snapshot.servers.total}`,
    sessionCount(snapshot.sessions.current),
    snapshot.queued > 0 ? words.queued({ count: snapshot.queued }) : '',
    file,
  ];
  const whole = snapshot.servers.up === snapshot.servers.total;
  const icon = !snapshot.up ? icons.down : whole ? icons.up : icons.partly;
  return {
    label: spec.name,
    description: parts,
    icon,
    context: ['backend', 'running', snapshot.up ? 'up' : 'down'],
    spoken: parts,
  };
}

function idleBackendRow({ balancer, spec }: BackendNode, file: string): RowView {
  const parts = [stateWord(balancer.state), file];
  return {
    label: spec.name,
    description: parts,
    icon: stateIcon(balancer.state),
    context: ['backend', balancer.state],
    spoken: parts,
    dimmed: balancer.state === 'stopped',
  };
}

/** A server of a backend. */
export function memberRow(node: MemberNode): RowView {
  const { balancer, spec, snapshot } = node;
  if (!snapshot) {
    return {
      label: spec.name,
      description: [formatAddress(spec.address)],
      icon: stateIcon(balancer.state === 'running' ? 'stopped' : balancer.state),
      context: ['member', balancer.state],
      spoken: [formatAddress(spec.address), stateWord(balancer.state)],
      dimmed: true,
    };
  }
  const parts: readonly Text[] = [
    snapshot.status,
    sessionCount(snapshot.sessions.current),
    lastCheck(snapshot),
    snapshot.queued > 0 ? words.queued({ count: snapshot.queued }) : '',
    snapshot.backup ? words.backup() : '',
    snapshot.weight !== spec.weight ? words.weight({ weight: snapshot.weight }) : '',
  ];
  return {
    label: spec.name,
    description: isDown(snapshot) ? [snapshot.status, lastCheck(snapshot)] : parts,
    icon: memberIcon(snapshot),
    context: ['member', 'running', snapshot.admin, snapshot.operational],
    spoken: [snapshot.address, ...parts],
  };
}

/** Whether it takes no session because its checks fail. Servers in maintenance are off on purpose. */
export function isDown(server: ServerSnapshot): boolean {
  return server.admin !== 'maint' && (server.operational === 'down' || server.operational === 'goingUp');
}

/** `Connection refused`, or HAProxy's description of the status when there is nothing to add. */
export function checkReason(result: CheckResult): string {
  return result.info === '' ? checkStatusText[result.status] : result.info;
}

/** How long the last check took when it passed, why it failed when not. */
function lastCheck({ lastCheck: result, admin }: ServerSnapshot): string {
  if (!result || admin === 'maint') return '';
  return result.passed ? duration(result.durationMs) : checkReason(result);
}

function memberIcon({ admin, operational }: ServerSnapshot): Icon {
  if (admin === 'maint') return icons.maint;
  if (operational === 'down' || operational === 'goingUp') return icons[operational];
  return admin === 'drain' ? icons.drain : icons[operational];
}
