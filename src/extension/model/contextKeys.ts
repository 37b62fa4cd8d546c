import { isActive } from './serverNodes';
import type { Workbench } from './workbench';

/** What `when` and `enablement` clauses can ask, each as `wirebench.NAME`. */
export const contextKeyNames = [
  'hasNodes',
  'hasStopped',
  'hasRunning',
  'hasAdHoc',
  'hasBackends',
  'hasRunningBackends',
  'hasSessions',
  'canRecover',
] as const;
export type ContextKey = (typeof contextKeyNames)[number];

export function contextKeysOf(workbench: Workbench): Record<ContextKey, boolean> {
  const servers = workbench.servers.all();
  const balancers = workbench.balancers.all();
  const states = [...servers.map(({ snapshot }) => snapshot.state), ...balancers.map(({ state }) => state)];
  return {
    hasNodes: states.length > 0,
    hasStopped: states.some((state) => !isActive(state)),
    hasRunning: states.some(isActive),
    hasAdHoc: servers.some(({ origin }) => origin.kind === 'adHoc'),
    hasBackends: balancers.some((balancer) => balancer.backends().length > 0),
    hasRunningBackends: balancers.some(
      (balancer) => balancer.state === 'running' && balancer.backends().length > 0,
    ),
    hasSessions: workbench.sessionOwners().some(({ sessions }) => sessions.current > 0),
    canRecover: workbench.canRecover,
  };
}
