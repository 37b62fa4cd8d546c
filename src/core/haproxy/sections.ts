/** The sections that the balancer itself is made of. */
export type ProxyKind = 'defaults' | 'frontend' | 'backend' | 'listen';

/** What a section keyword of the language opens (configuration.txt 2, 3, 4, 12). */
export interface SectionType {
  readonly keyword: string;
  /** Whether a name must, may or must not follow. */
  readonly name: 'required' | 'optional' | 'none';
  /** `run`: the embedded engine does it; `kept`: it has no effect here; `refused`: it would do something more. */
  readonly support: 'run' | 'kept' | 'refused';
  /** First version that knows it; always there when left out. */
  readonly since?: string;
}

const run = (keyword: string, name: SectionType['name']): SectionType => ({ keyword, name, support: 'run' });
const kept = (keyword: string, name: SectionType['name'], since?: string): SectionType => ({
  keyword,
  name,
  support: 'kept',
  since,
});

const TYPES: readonly SectionType[] = [
  run('global', 'none'),
  run('defaults', 'optional'),
  run('frontend', 'required'),
  run('backend', 'required'),
  run('listen', 'required'),
  kept('userlist', 'required'),
  kept('peers', 'required'),
  kept('mailers', 'required'),
  kept('resolvers', 'required'),
  kept('http-errors', 'required'),
  kept('cache', 'required'),
  kept('ring', 'required'),
  kept('fcgi-app', 'required'),
  kept('namespace_list', 'none'),
  kept('traces', 'none', '3.1'),
  kept('crt-store', 'optional', '3.0'),
  kept('log-profile', 'required', '3.1'),
  kept('acme', 'required', '3.2'),
  kept('healthcheck', 'required', '3.4'),
  { keyword: 'log-forward', name: 'required', support: 'refused' },
  { keyword: 'program', name: 'required', support: 'refused' },
];

/** Every section keyword and what it opens. */
export const sectionTypes: ReadonlyMap<string, SectionType> = new Map(
  TYPES.map((type) => [type.keyword, type]),
);

/** Whether a section is one of proxies: defaults, frontend, backend or listen. */
export function isProxyKind(keyword: string): keyword is ProxyKind {
  return keyword === 'defaults' || keyword === 'frontend' || keyword === 'backend' || keyword === 'listen';
}
