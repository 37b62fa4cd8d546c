import type { Diagnostic } from '../text/diagnostic';
import type { Range } from '../text/range';
import type { Message } from '../util/message';
import type { Report } from './cursor';
import { messages } from './messages';
import { isBackend, isFrontend, type Config, type Proxy, type Server, type Setting } from './model';

/** Reports what no single line can tell: names that clash or are missing, modes, ports, time-outs. */
export function checkConsistency(config: Config, report: Report): void {
  const say: Say = (severity, range, message, fixes) => {
    report({ severity, range, message, fixes });
  };
  checkModes(config, say);
  checkNames(config.proxies, say);
  for (const proxy of config.proxies) {
    if (isFrontend(proxy)) checkFrontend(proxy, config, say);
    if (isBackend(proxy)) checkServers(proxy, say);
    checkTimeouts(proxy, say);
  }
  checkListeners(config.proxies, say);
}

type Say = (
  severity: Diagnostic['severity'],
  range: Range,
  message: Message,
  fixes?: Diagnostic['fixes'],
) => void;

/** `mode http` counts where a proxy runs in it, and in a `defaults` that no proxy takes it from. */
function checkModes({ defaults, proxies }: Config, say: Say): void {
  const inUse = new Set(proxies.map((proxy) => proxy.settings.mode).filter(isHttp));
  for (const mode of inUse) refuseHttp(mode, say);
  for (const each of defaults) {
    const { mode } = each.settings;
    const covered = inUse.has(mode as Setting<'http'>) || proxies.some((proxy) => follows(proxy, each));
    if (isHttp(mode) && !covered) refuseHttp(mode, say);
  }
}

function isHttp(mode: Setting<'tcp' | 'http'> | undefined): mode is Setting<'http'> {
  return mode?.value === 'http';
}

function refuseHttp({ range }: Setting<'http'>, say: Say): void {
  const fixes = [{ title: messages.useTcpMode(), range, newText: 'tcp' }];
  say('error', range, messages.httpMode(), fixes);
}

function follows(proxy: Proxy, defaults: Proxy): boolean {
  return proxy.range.startLine > defaults.range.startLine;
}

/** Two proxies of one name are refused, but for a frontend and a backend. */
function checkNames(proxies: readonly Proxy[], say: Say): void {
  const seen = new Map<string, Proxy[]>();
  for (const proxy of proxies) {
    const others = seen.get(proxy.name) ?? [];
    const other = others.find((each) => clash(each, proxy));
    if (other && proxy.name !== '') {
      const args = { kind: proxy.kind, other: other.kind, name: proxy.name, line: other.range.startLine + 1 };
      say('error', proxy.range, messages.duplicateProxy(args));
    }
    seen.set(proxy.name, [...others, proxy]);
  }
}

function clash(a: Proxy, b: Proxy): boolean {
  return (isFrontend(a) && isFrontend(b)) || (isBackend(a) && isBackend(b));
}

function checkFrontend(proxy: Proxy, { proxies }: Config, say: Say): void {
  const { kind, name, settings } = proxy;
  if (proxy.binds.length === 0) say('warning', proxy.range, messages.noBind({ kind, name }));
  const target = settings.defaultBackend;
  if (!target || settings.disabled?.value) return;
  const backend = target.value;
  const found = proxies.find((each) => isBackend(each) && each.name === backend);
  if (!found) say('error', target.range, messages.noSuchBackend({ backend, kind, name }));
  else if (found === proxy) say('error', target.range, messages.backendLoop({ name }));
}

function checkServers(proxy: Proxy, say: Say): void {
  const seen = new Map<string, Server>();
  for (const server of proxy.servers) {
    const { name } = server;
    const other = seen.get(name);
    if (other)
      say('error', server.range, messages.duplicateServer({ name, line: other.range.startLine + 1 }));
    else seen.set(name, server);
    checkServerAddress(server, say);
  }
}

function checkServerAddress({ name, address, settings }: Server, say: Say): void {
  if (address.value.kind === 'unix') return;
  const { host, port } = address.value;
  const checkAddress = settings.checkAddress?.value;
  const checkPort =
    settings.checkPort?.value || (checkAddress?.kind === 'tcp' ? checkAddress.port : undefined) || port;
  const checked = settings.check?.value === true && checkAddress?.kind !== 'unix';
  if (checked && !checkPort) say('error', address.range, messages.checkWithoutPort({ name }));
  else if (port === undefined) say('error', address.range, messages.clientPort({ name }));
  else if (host === '') say('error', address.range, messages.clientAddress({ name }));
}

/** As HAProxy does: a frontend without `timeout client`, a backend with servers without the other two. */
function checkTimeouts(proxy: Proxy, say: Say): void {
  const { timeouts, disabled } = proxy.settings;
  const needed = [
    ...(isFrontend(proxy) ? (['client'] as const) : []),
    ...(proxy.servers.length > 0 ? (['connect', 'server'] as const) : []),
  ];
  const missing = needed.filter((name) => !timeouts[name]?.value);
  if (missing.length === 0 || disabled?.value) return;
  const names = missing.map((name) => `timeout ${name}`).join(', ');
  say(
    'warning',
    proxy.range,
    messages.missingTimeouts({ kind: proxy.kind, name: proxy.name, timeouts: names }),
  );
}

function checkListeners(proxies: readonly Proxy[], say: Say): void {
  const [first] = proxies;
  if (first && !proxies.some((proxy) => proxy.binds.length > 0))
    say('warning', first.range, messages.noListener());
}
