import { startHaproxy } from '../support/balancer/haproxySubject';
import { tryScenarios } from '../support/balancer/scenario';
import { scenarioGroups } from '../support/balancer/scenarios';

// The same scenarios run on our balancer in test/engine/balancer/scenarios.test.ts.
for (const [group, scenarios] of Object.entries(scenarioGroups))
  describe(`HAProxy itself: ${group}`, () => {
    tryScenarios(scenarios, startHaproxy);
  });
