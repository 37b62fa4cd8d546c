import type { BalancerSpec } from '../api/balancer';
import type { Diagnostic } from '../text/diagnostic';
import { readConfig } from './configReader';
import { checkConsistency } from './consistency';
import { readDocument, type Document } from './document';
import { lower } from './lowering';
import type { Config } from './model';
import type { ParseOptions } from './options';

/** The HAProxy version whose rules count when nothing else is said. */
export const DEFAULT_VERSION = '2.6.0';

/** What a haproxy.cfg is found to say. */
export interface HaproxyConfig {
  readonly document: Document;
  readonly config: Config;
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the engine is to do; only when there is no error. */
  readonly spec?: BalancerSpec;
}

/** Reads a haproxy.cfg. Never throws: whatever is wrong with it is a diagnostic. */
export function parseHaproxyConfig(text: string, options: Partial<ParseOptions> = {}): HaproxyConfig {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const settings = { version: DEFAULT_VERSION, ...options };
  const document = readDocument(text, settings, report);
  const config = readConfig(document, { report, version: settings.version });
  checkConsistency(config, report);
  diagnostics.sort(byPlace);
  const failed = diagnostics.some((each) => each.severity === 'error');
  return { document, config, diagnostics, spec: failed ? undefined : lower(config) };
}

function byPlace({ range: a }: Diagnostic, { range: b }: Diagnostic): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn;
}
