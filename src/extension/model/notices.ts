import type { BalancerChange } from '../../core/api/balancer';
import { catalog, type Message } from '../../core/util/message';
import type { BalancerNode } from './balancerNode';
import { checkReason, isDown } from './rows/backendRows';

/** The setting `wirebench.notifications`: each level includes those before it. */
export const noticeLevels = ['none', 'backends', 'servers', 'all'] as const;
export type NoticeLevel = (typeof noticeLevels)[number];

export const noticeMessages = catalog('notice', {
  backendDown: 'Backend {backend} has no server left ({file}).',
  backendUp: 'Backend {backend} has a server again ({file}).',
  serverDown: 'Server {backend}/{server} is DOWN: {reason}.',
  serverUp: 'Server {backend}/{server} is UP.',
  serversDown: '{count} servers are DOWN, among them {backend}/{server}: {reason}.',
  serversUp: '{count} servers are UP, among them {backend}/{server}.',
});

export interface Notice {
  readonly level: Exclude<NoticeLevel, 'none'>;
  readonly message: Message;
}

/** What a change is worth telling, compared with what `balancer` still shows; many servers at once are one notice. */
export function noticesOf(balancer: BalancerNode, change: BalancerChange): readonly Notice[] {
  return [...backendNotices(balancer, change), ...serverNotices(balancer, change)];
}

/** Whether the user wants to hear of it. */
export function isWanted(notice: Notice, level: NoticeLevel): boolean {
  return noticeLevels.indexOf(notice.level) <= noticeLevels.indexOf(level);
}

function backendNotices(balancer: BalancerNode, change: BalancerChange): Notice[] {
  return change.backends.flatMap(({ name, up }): Notice[] => {
    const before = balancer.backend(name)?.snapshot;
    if (!before || before.up === up) return [];
    const args = { backend: name, file: balancer.name };
    return up
      ? [{ level: 'all', message: noticeMessages.backendUp(args) }]
      : [{ level: 'backends', message: noticeMessages.backendDown(args) }];
  });
}

function serverNotices(balancer: BalancerNode, change: BalancerChange): Notice[] {
  const turned = change.servers.filter((server) => {
    const before = balancer.memberSnapshot({ backend: server.backend, server: server.name });
    return before !== undefined && isDown(before) !== isDown(server);
  });
  const down = downNotice(turned.filter(isDown));
  const up = upNotice(turned.filter((server) => !isDown(server)));
  return [...down, ...up];
}

function downNotice(servers: BalancerChange['servers']): Notice[] {
  const [first] = servers;
  if (!first) return [];
  const reason = first.lastCheck ? checkReason(first.lastCheck) : first.status;
  const args = { backend: first.backend, server: first.name, reason };
  const message =
    servers.length === 1
      ? noticeMessages.serverDown(args)
      : noticeMessages.serversDown({ ...args, count: servers.length });
  return [{ level: 'servers', message }];
}

function upNotice(servers: BalancerChange['servers']): Notice[] {
  const [first] = servers;
  if (!first) return [];
  const args = { backend: first.backend, server: first.name };
  const message =
    servers.length === 1
      ? noticeMessages.serverUp(args)
      : noticeMessages.serversUp({ ...args, count: servers.length });
  return [{ level: 'all', message }];
}
