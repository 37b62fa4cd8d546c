import { checkStatusText, type CheckResult } from '../../../core/api/check';
import type { SessionSnapshot } from '../../../core/api/session';
import { formatAddress, isLoopback, type Address } from '../../../core/net/address';
import { catalog } from '../../../core/util/message';
import type { BackendNode, FrontendNode, MemberNode } from '../balancerNode';
import type { ServerNode } from '../serverNodes';
import { byteSize } from '../../../core/text/byteSize';
import { duration, words, type Say, type Text } from '../text';
import { frontendState } from './nodeRows';
import { stateWord } from './rowView';

export const tips = catalog('tip', {
  state: 'State',
  reason: 'Reason',
  listensOn: 'Listens on',
  address: 'Address',
  behaviour: 'Behaviour',
  sessions: 'Sessions',
  sessionCounts: '{current} now, {total} in all',
  sessionCountsMax: '{current} now, {max} at most, {total} in all',
  received: 'Received',
  sent: 'Sent',
  weight: 'Weight',
  since: 'Since',
  checksFailed: 'Checks failed',
  timesDown: 'Times down',
  connectErrors: 'Connect errors',
  retried: 'Retried, redispatched',
  checks: 'Last checks',
  time: 'Time',
  result: 'Result',
  took: 'Took',
  servers: 'Servers',
  algorithm: 'Algorithm',
  queued: 'Queued',
  client: 'Client',
  server: 'Server',
  started: 'Started',
  ended: 'Ended',
});

/** What a tooltip needs besides the node. */
export interface Speech {
  readonly say: Say;
  /** A wall time as the user reads it. */
  readonly time: (at: number) => string;
}

type Fact = readonly [name: Text, value: Text | undefined];

export function serverTip(node: ServerNode, speech: Speech): string {
  const { spec, snapshot } = node;
  return page(spec.name, speech, [
    [tips.state(), stateWord(snapshot.state)],
    [tips.reason(), snapshot.reason],
    ['⚠', snapshot.warning],
    ...listeningFacts(snapshot.addresses),
    [tips.behaviour(), spec.behaviour.kind],
    ...trafficFacts(snapshot),
  ]);
}

export function frontendTip(node: FrontendNode, speech: Speech): string {
  return page(`frontend ${node.spec.name}`, speech, [
    [tips.state(), stateWord(frontendState(node))],
    [tips.reason(), node.snapshot?.reason ?? node.balancer.reason],
    ['⚠', node.snapshot?.warning],
    ...listeningFacts(node.snapshot?.addresses ?? node.spec.binds.map(({ address }) => address)),
    ['default_backend', node.spec.defaultBackend],
    ...(node.snapshot ? trafficFacts(node.snapshot) : []),
  ]);
}

export function backendTip({ spec, snapshot, balancer }: BackendNode, speech: Speech): string {
  return page(`backend ${spec.name}`, speech, [
    [tips.state(), snapshot ? (snapshot.up ? 'UP' : 'DOWN') : stateWord(balancer.state)],
    [tips.reason(), balancer.reason],
    [tips.servers(), snapshot && `${snapshot.servers.up}/${snapshot.servers.total} UP`],
    [tips.algorithm(), spec.balance.kind],
    [tips.sessions(), snapshot && tips.sessionCounts(snapshot.sessions)],
    [tips.queued(), snapshot && String(snapshot.queued)],
  ]);
}

/** @param history the last results of its checks, oldest first */
export function memberTip(node: MemberNode, history: readonly CheckResult[], speech: Speech): string {
  const { ref, spec, snapshot, balancer } = node;
  const title = `server ${ref.backend}/${ref.server}`;
  if (!snapshot)
    return page(title, speech, [
      [tips.address(), formatAddress(spec.address)],
      [tips.state(), stateWord(balancer.state)],
    ]);
  const facts = page(title, speech, [
    [tips.address(), snapshot.address],
    [tips.state(), snapshot.status],
    [tips.since(), snapshot.changedAt === undefined ? undefined : speech.time(snapshot.changedAt)],
    [tips.weight(), `${snapshot.weight}${snapshot.backup ? ` (${speech.say(words.backup())})` : ''}`],
    [tips.sessions(), tips.sessionCountsMax(snapshot.sessions)],
    [tips.received(), byteSize(snapshot.bytesIn)],
    [tips.sent(), byteSize(snapshot.bytesOut)],
    [tips.checksFailed(), String(snapshot.checksFailed)],
    [tips.timesDown(), String(snapshot.timesDown)],
    [tips.connectErrors(), String(snapshot.connectErrors)],
    [tips.retried(), `${snapshot.retries}, ${snapshot.redispatches}`],
  ]);
  return facts + checkTable(history, speech);
}

export function sessionTip(session: SessionSnapshot, { say, time }: Speech): string {
  const { server, endedAt } = session;
  return page(session.client, { say, time }, [
    [tips.client(), session.client],
    [tips.server(), server && `${server.backend}/${server.name} (${server.address})`],
    [tips.started(), time(session.startedAt)],
    [
      tips.ended(),
      endedAt === undefined ? undefined : `${time(endedAt)} (${duration(endedAt - session.startedAt)})`,
    ],
    [tips.reason(), session.end],
    [tips.received(), byteSize(session.bytesIn)],
    [tips.sent(), byteSize(session.bytesOut)],
  ]);
}

function listeningFacts(addresses: readonly Address[]): readonly Fact[] {
  return [
    [tips.listensOn(), addresses.map(formatAddress).join(', ')],
    ['⚠', addresses.every(isLoopback) ? undefined : words.exposed()],
  ];
}

interface Traffic {
  readonly sessions: { readonly current: number; readonly total: number };
  readonly bytesIn: number;
  readonly bytesOut: number;
}

function trafficFacts({ sessions, bytesIn, bytesOut }: Traffic): readonly Fact[] {
  return [
    [tips.sessions(), tips.sessionCounts(sessions)],
    [tips.received(), byteSize(bytesIn)],
    [tips.sent(), byteSize(bytesOut)],
  ];
}

/** A heading and a table of facts, as Markdown; facts without a value are left out. */
function page(title: string, { say }: Speech, facts: readonly Fact[]): string {
  const rows = facts
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `| ${escape(say(name))} | ${escape(say(value as Text))} |`);
  return [`**${escape(title)}**`, '', '| | |', '|---|---|', ...rows, ''].join('\n');
}

const SHOWN_CHECKS = 8;

function checkTable(history: readonly CheckResult[], { say, time }: Speech): string {
  if (history.length === 0) return '';
  const header = [tips.time(), tips.result(), tips.took()].map((name) => say(name)).join(' | ');
  const rows = history
    .slice(-SHOWN_CHECKS)
    .reverse()
    .map(
      (result) =>
        `| ${time(result.at)} | ${mark(result)} ${escape(checkText(result))} | ${duration(result.durationMs)} |`,
    );
  return ['', `**${escape(say(tips.checks()))}**`, '', `| ${header} |`, '|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

function mark({ passed }: CheckResult): string {
  return passed ? '$(pass)' : '$(error)';
}

/** `L4CON Layer4 connection problem: Connection refused`. */
export function checkText({ status, info }: CheckResult): string {
  const text = `${status} ${checkStatusText[status]}`;
  return info === '' ? text : `${text}: ${info}`;
}

/** Keeps text from being read as Markdown, HTML or an icon. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>&$~]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
}
