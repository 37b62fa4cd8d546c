import type { BalancerSpec } from '../../../src/core/api/balancer';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import { format } from '../../../src/core/util/message';

/** What a haproxy.cfg without errors asks for. Frontends may bind port 0, which the language itself does not allow. */
export function balancerSpec(config: string): BalancerSpec {
  const { spec, diagnostics } = parseHaproxyConfig(config);
  if (spec) return spec;
  const lines = diagnostics.map(
    ({ severity, range, message }) => `${severity} ${range.startLine + 1}: ${format(message)}`,
  );
  throw new Error(`${lines.join('\n')}\n${config}`);
}
