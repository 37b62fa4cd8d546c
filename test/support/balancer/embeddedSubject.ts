import type { StartSubject } from './subject';
import { BalancerBench } from './bench';

/** Our own balancer. */
export const startEmbedded: StartSubject = async (config) => {
  const { balancer } = await BalancerBench.start(config);
  return {
    async stat(backend, server) {
      const { servers } = await balancer.snapshot();
      const row = servers.find((each) => each.backend === backend && each.name === server)!;
      return { ...row, current: row.sessions.current, lastCheck: row.lastCheck?.status ?? '' };
    },
    act: (backend, server, action) => balancer.act({ servers: [{ backend, server }], action }),
    async stop() {
      await balancer.stop({});
      balancer.dispose();
    },
  };
};
