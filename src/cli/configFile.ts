import type { BalancerSpec } from '../core/api/balancer';
import { parseHaproxyConfig } from '../core/haproxy/parse';
import { readText } from './composition';
import { printDiagnostics } from './diagnostics';
import { Exit, exitCode, type Output } from './output';

/** Reads a haproxy.cfg, prints its warnings, and ends the command when it has an error. */
export async function readConfig(file: string, output: Output): Promise<BalancerSpec> {
  const { spec, diagnostics } = parseHaproxyConfig(await readText(file), {
    fileName: file,
    env: process.env,
  });
  printDiagnostics(file, diagnostics, output);
  if (!spec) throw new Exit(exitCode.usage);
  return spec;
}
