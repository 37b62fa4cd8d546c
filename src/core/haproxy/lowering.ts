import type {
  BackendSpec,
  BalancerSpec,
  BindSpec,
  CheckSpec,
  FrontendSpec,
  ServerLineSpec,
} from '../api/balancer';
import type { Address } from '../net/address';
import type { ServerAddress } from './addresses';
import {
  isBackend,
  isFrontend,
  type Bind,
  type Config,
  type Proxy,
  type Server,
  type ServerSettings,
} from './model';

/** HAProxy's values for what a file does not say. */
const RETRIES = 3;
const INTER_MS = 2000;
const RISE = 2;
const FALL = 3;
const WEIGHT = 1;

/** What the engine is to do for a configuration without errors. */
export function lower({ global, proxies }: Config): BalancerSpec {
  return {
    frontends: proxies.filter(isFrontend).map(frontend),
    backends: proxies.filter(isBackend).map(backend),
    maxConnections: global.maxConnections?.value ?? 0,
    spreadChecks: global.spreadChecks?.value ?? 0,
  };
}

function frontend(proxy: Proxy): FrontendSpec {
  const { name, range, settings } = proxy;
  return {
    name,
    range,
    binds: proxy.binds.flatMap(bind),
    defaultBackend: settings.defaultBackend?.value ?? (proxy.kind === 'listen' ? name : undefined),
    maxConnections: settings.maxConnections?.value ?? 0,
    timeouts: { client: settings.timeouts.client?.value ?? 0 },
    disabled: settings.disabled?.value ?? false,
  };
}

function bind({ addresses, name, maxConnections, range }: Bind): BindSpec[] {
  return addresses.map((address) => ({
    address,
    name: name?.value,
    maxConnections: maxConnections?.value ?? 0,
    range,
  }));
}

function backend({ name, range, settings, servers }: Proxy): BackendSpec {
  const { timeouts } = settings;
  return {
    name,
    range,
    balance: settings.balance?.value ?? { kind: 'roundrobin' },
    retries: settings.retries?.value ?? RETRIES,
    redispatch: settings.redispatch?.value ?? 0,
    allBackups: settings.allBackups?.value ?? false,
    timeouts: {
      connect: timeouts.connect?.value ?? 0,
      server: timeouts.server?.value ?? 0,
      check: timeouts.check?.value ?? 0,
      queue: timeouts.queue?.value ?? 0,
    },
    servers: servers.map(serverLine),
    disabled: settings.disabled?.value ?? false,
  };
}

function serverLine({ name, range, address, settings }: Server): ServerLineSpec {
  return {
    name,
    range,
    address: fixed(address.value),
    weight: settings.weight?.value ?? WEIGHT,
    check: settings.check?.value ? check(address.value, settings) : undefined,
    backup: settings.backup?.value ?? false,
    disabled: settings.disabled?.value ?? false,
    maxConnections: settings.maxConnections?.value ?? 0,
  };
}

function check(server: ServerAddress, settings: ServerSettings): CheckSpec {
  const interval = settings.inter?.value ?? INTER_MS;
  return {
    address: checkTarget(server, settings),
    interval,
    fastInterval: settings.fastinter?.value ?? interval,
    downInterval: settings.downinter?.value ?? interval,
    rise: settings.rise?.value ?? RISE,
    fall: settings.fall?.value ?? FALL,
  };
}

/** `addr` and `port`, each falling back on the server's own; undefined when neither is given. */
function checkTarget(
  server: ServerAddress,
  { checkAddress, checkPort }: ServerSettings,
): Address | undefined {
  const address = checkAddress?.value ?? server;
  if (address === server && !checkPort?.value) return undefined;
  if (address.kind === 'unix') return address;
  const port = checkPort?.value || address.port || (server.kind === 'tcp' ? server.port : undefined);
  return fixed({ ...address, port });
}

/** An address that is known to have a port. */
function fixed(address: ServerAddress): Address {
  return address.kind === 'unix' ? address : { kind: 'tcp', host: address.host, port: address.port ?? 0 };
}
