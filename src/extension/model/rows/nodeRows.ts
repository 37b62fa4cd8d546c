import type { NodeState } from '../../../core/api/node';
import { formatAddress, isLoopback, type Address } from '../../../core/net/address';
import type { BalancerNode, FrontendNode } from '../balancerNode';
import type { ServerNode } from '../serverNodes';
import { sessionCount, words, type Text } from '../text';
import { icons, stateIcon, stateOfAll, stateWord, type RowView } from './rowView';

export function serverRow(node: ServerNode): RowView {
  const { spec, snapshot, origin } = node;
  const startsOnOpen = origin.kind === 'adHoc' && origin.startOnOpen;
  return nodeRow({
    name: spec.name,
    state: snapshot.state,
    warning: snapshot.warning,
    addresses: snapshot.addresses,
    details: [spec.behaviour.kind, startsOnOpen ? words.startsOnOpen() : ''],
    current: snapshot.sessions.current,
    context: ['node', 'server', snapshot.state, origin.kind, ...(startsOnOpen ? ['startOnOpen'] : [])],
  });
}

export function frontendRow(node: FrontendNode): RowView {
  const state = frontendState(node);
  return nodeRow({
    name: node.spec.name,
    state,
    warning: node.snapshot?.warning,
    addresses: node.snapshot?.addresses ?? node.spec.binds.map(({ address }) => address),
    details: [],
    current: node.snapshot?.sessions.current ?? 0,
    context: ['node', 'frontend', state, 'file'],
  });
}

export function frontendState({ balancer, snapshot }: FrontendNode): NodeState {
  return snapshot?.state ?? (balancer.state === 'running' ? 'stopped' : balancer.state);
}

/** A `.wire` file: what it does follows from its servers. */
export function wireFileRow(name: string, servers: readonly ServerNode[]): RowView {
  const state = stateOfAll(servers.map(({ snapshot }) => snapshot.state));
  const running = servers.filter(({ snapshot }) => snapshot.state === 'running').length;
  return {
    label: name,
    description: [`${running}/${servers.length}`, stateWord(state)],
    icon: stateIcon(state),
    context: ['file', 'wire', state],
    spoken: [stateWord(state)],
  };
}

/** A haproxy.cfg. */
export function balancerRow(balancer: BalancerNode): RowView {
  const outdated = balancer.isOutdated ? words.changed() : '';
  return {
    label: balancer.name,
    description: [stateWord(balancer.state), errorCount(balancer.errors), outdated],
    icon: stateIcon(balancer.state),
    context: ['file', 'balancer', balancer.state],
    spoken: [stateWord(balancer.state), errorCount(balancer.errors), outdated],
  };
}

function errorCount(errors: number): Text {
  if (errors === 0) return '';
  return errors === 1 ? words.oneError() : words.errors({ count: errors });
}

interface NodeParts {
  readonly name: string;
  readonly state: NodeState;
  /** What keeps it from taking new connections. */
  readonly warning: Text | undefined;
  readonly addresses: readonly Address[];
  readonly details: readonly Text[];
  readonly current: number;
  readonly context: readonly string[];
}

function nodeRow({ name, state, warning = '', addresses, details, current, context }: NodeParts): RowView {
  const exposed = !addresses.every(isLoopback);
  const sessions = state === 'running' && current > 0 ? sessionCount(current) : '';
  return {
    label: name,
    description: [trouble(state), shortAddresses(addresses), sessions, ...details],
    icon: warning === '' ? stateIcon(state) : icons.partly,
    context: exposed ? [...context, 'exposed'] : context,
    spoken: [
      stateWord(state),
      warning,
      addresses.map(formatAddress).join(', '),
      exposed ? words.exposed() : '',
      ...(state === 'running' ? [sessionCount(current)] : []),
      ...details,
    ],
    dimmed: state === 'stopped',
  };
}

/** What goes before everything else, since there is little room; that it runs or is stopped the icon says. */
function trouble(state: NodeState): Text {
  return state === 'running' || state === 'stopped' ? '' : stateWord(state);
}

/** The first address, and that there are more; ⚠ where others than this machine can reach it. */
function shortAddresses(addresses: readonly Address[]): string {
  const [first] = addresses;
  if (!first) return '';
  const warning = addresses.every(isLoopback) ? '' : '⚠ ';
  const rest = addresses.length > 1 ? ` +${addresses.length - 1}` : '';
  return `${warning}${formatAddress(first)}${rest}`;
}
