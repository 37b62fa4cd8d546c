import { attempts } from './attempts';
import { endings } from './endings';
import { order } from './order';
import { queues } from './queues';
import type { Scenario } from './scenario';
import { states } from './states';

/** All that is tried on our balancer and on HAProxy, by group. */
export const scenarioGroups: Readonly<Record<string, readonly Scenario[]>> = {
  attempts,
  endings,
  queues,
  order,
  states,
};
