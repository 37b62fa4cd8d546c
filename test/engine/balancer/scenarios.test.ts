import { startEmbedded } from '../../support/balancer/embeddedSubject';
import { tryScenarios } from '../../support/balancer/scenario';
import { scenarioGroups } from '../../support/balancer/scenarios';

// The same scenarios run on HAProxy in test/interop/balancer.test.ts.
for (const [group, scenarios] of Object.entries(scenarioGroups))
  describe(`embedded balancer: ${group}`, () => {
    tryScenarios(scenarios, startEmbedded);
  });
