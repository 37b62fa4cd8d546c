import type { Balance } from '../api/balancer';
import type { Address } from '../net/address';
import type { Range } from '../text/range';
import type { ServerAddress } from './addresses';
import type { Section } from './document';
import type { ProxyKind } from './sections';

/** A value and where the file says it; in a proxy that may be its `defaults`. */
export interface Setting<T> {
  readonly value: T;
  readonly range: Range;
}

/** What a haproxy.cfg says, with the defaults worked in and nothing that it does not say. */
export interface Config {
  readonly global: Global;
  readonly defaults: readonly Proxy[];
  /** frontend, backend and listen sections, in the order of the file. */
  readonly proxies: readonly Proxy[];
}

export interface Global {
  maxConnections?: Setting<number>;
  /** Percent. */
  spreadChecks?: Setting<number>;
}

/** A defaults, frontend, backend or listen section. */
export interface Proxy {
  readonly kind: ProxyKind;
  /** Empty for a `defaults` without a name. */
  readonly name: string;
  /** Where its name stands, or its keyword when it has none. */
  readonly range: Range;
  readonly section: Section;
  readonly settings: Settings;
  readonly binds: Bind[];
  readonly servers: Server[];
}

/** What a proxy takes over from its `defaults`. */
export interface Settings {
  mode?: Setting<'tcp' | 'http'>;
  disabled?: Setting<boolean>;
  maxConnections?: Setting<number>;
  defaultBackend?: Setting<string>;
  balance?: Setting<Balance>;
  retries?: Setting<number>;
  /** `option redispatch [N]`; 0 is off. */
  redispatch?: Setting<number>;
  allBackups?: Setting<boolean>;
  /** Milliseconds. */
  timeouts: Partial<Record<TimeoutName, Setting<number>>>;
  /** What `default-server` says to the servers that follow it. */
  defaultServer: ServerSettings;
}

export type TimeoutName = 'client' | 'connect' | 'server' | 'check' | 'queue';

/** A `bind` line. */
export interface Bind extends BindSettings {
  /** Its list and ranges taken apart. */
  readonly addresses: readonly Address[];
  readonly range: Range;
}

export interface BindSettings {
  name?: Setting<string>;
  maxConnections?: Setting<number>;
}

/** A `server` line. */
export interface Server {
  readonly name: string;
  /** Where its name stands. */
  readonly range: Range;
  readonly address: Setting<ServerAddress>;
  readonly settings: ServerSettings;
}

/** Times in milliseconds. */
export interface ServerSettings {
  check?: Setting<boolean>;
  inter?: Setting<number>;
  fastinter?: Setting<number>;
  downinter?: Setting<number>;
  rise?: Setting<number>;
  fall?: Setting<number>;
  weight?: Setting<number>;
  backup?: Setting<boolean>;
  disabled?: Setting<boolean>;
  maxConnections?: Setting<number>;
  /** `port`: where checks go. */
  checkPort?: Setting<number>;
  /** `addr`: where checks go. */
  checkAddress?: Setting<ServerAddress>;
}

/** What a proxy starts from when no `defaults` stands above it. */
export function emptySettings(): Settings {
  return { timeouts: {}, defaultServer: {} };
}

/** A copy that can be changed without changing the original. */
export function copySettings(settings: Settings): Settings {
  return { ...settings, timeouts: { ...settings.timeouts }, defaultServer: { ...settings.defaultServer } };
}

/** Whether it accepts clients: a frontend or a listen. */
export function isFrontend(proxy: Proxy): boolean {
  return proxy.kind === 'frontend' || proxy.kind === 'listen';
}

/** Whether it has servers: a backend or a listen. */
export function isBackend(proxy: Proxy): boolean {
  return proxy.kind === 'backend' || proxy.kind === 'listen';
}
