import type { BalancerChange, ServerSnapshot } from '../../../src/core/api/balancer';
import type { TcpAddress } from '../../../src/core/net/address';
import {
  EmbeddedBalancer,
  type EmbeddedBalancerOptions,
} from '../../../src/engine/balancer/embeddedBalancer';
import { ProbeRegistry } from '../../../src/engine/sessions/probeRegistry';
import { sessionIds } from '../../../src/engine/sessions/sessionBook';
import { systemClock } from '../../../src/engine/systemClock';
import { balancerSpec } from './spec';
import { WireClient } from '../wireClient';

/** A real balancer from a haproxy.cfg, and what it told. */
export class BalancerBench {
  readonly balancer: EmbeddedBalancer;
  readonly changes: BalancerChange[] = [];

  constructor(config: string, more: Partial<EmbeddedBalancerOptions> = {}) {
    this.balancer = new EmbeddedBalancer({
      id: 'lb',
      spec: balancerSpec(config),
      clock: systemClock,
      random: () => 0.5,
      probes: new ProbeRegistry(),
      nextSessionId: sessionIds(),
      ...more,
    });
    this.balancer.onDidChange((change) => this.changes.push(change));
  }

  static async start(config: string, more: Partial<EmbeddedBalancerOptions> = {}): Promise<BalancerBench> {
    const bench = new BalancerBench(config, more);
    await bench.balancer.start();
    return bench;
  }

  async connect(frontend = 'f'): Promise<WireClient> {
    return WireClient.connect(await this.port(frontend));
  }

  async port(frontend = 'f'): Promise<number> {
    const { frontends } = await this.balancer.snapshot();
    const node = frontends.find(({ name }) => name === frontend)!;
    return (node.addresses[0] as TcpAddress).port;
  }

  async server(name = 's1'): Promise<ServerSnapshot> {
    const { servers } = await this.balancer.snapshot();
    return servers.find((server) => server.name === name)!;
  }
}
