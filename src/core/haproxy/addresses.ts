import type { Address } from '../net/address';
import { Failure } from '../util/message';
import { addressMessages as say } from './addressMessages';

/** Where a server is. */
export type ServerAddress = UnixServerAddress | InetServerAddress;

export interface UnixServerAddress {
  readonly kind: 'unix';
  readonly path: string;
}

export interface InetServerAddress {
  readonly kind: 'tcp';
  /** A name or a literal without brackets; empty stands for the address that the client asked for. */
  readonly host: string;
  /** Undefined stands for the port that the client asked for; so does an offset, added to it. */
  readonly port?: number;
  readonly offset?: number;
}

/** The address of a bind line: one host, one port or more. */
interface BindAddress {
  readonly host: string;
  readonly first: number;
  readonly last: number;
}

/** How a prefix such as `ipv4@` narrows an address (configuration.txt 11, src/tools.c str2sa_range). */
const FAMILIES: Readonly<Record<string, 'any' | 'ipv4' | 'ipv6' | 'unix' | 'refused' | 'unsupported'>> = {
  'ip@': 'any',
  'tcp@': 'any',
  'stream+ip@': 'any',
  'ipv4@': 'ipv4',
  'tcp4@': 'ipv4',
  'stream+ipv4@': 'ipv4',
  'ipv6@': 'ipv6',
  'tcp6@': 'ipv6',
  'stream+ipv6@': 'ipv6',
  'unix@': 'unix',
  'uxst@': 'unix',
  'stream+unix@': 'unix',
  'udp@': 'refused',
  'udp4@': 'refused',
  'udp6@': 'refused',
  'uxdg@': 'refused',
  'dgram+ip@': 'refused',
  'abns@': 'unsupported',
  'abnsz@': 'unsupported',
  'fd@': 'unsupported',
  'sockpair@': 'unsupported',
  'mptcp@': 'unsupported',
  'quic4@': 'unsupported',
  'quic6@': 'unsupported',
  'rhttp@': 'unsupported',
};

/**
 * Reads the address list of a `bind` line: `HOST:PORT`, `:PORT`, `*:PORT`, `[IPv6]:PORT`, port ranges, UNIX paths,
 * separated by commas.
 * @throws Failure that names what is wrong with it
 */
export function parseBindAddresses(text: string): Address[] {
  const parts = text.split(',');
  // HAProxy lets a list end with a comma.
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.flatMap(parseBindPart);
}

function parseBindPart(text: string): Address[] {
  if (text === '') throw new Failure(say.empty());
  const { family, rest } = splitFamily(text);
  if (family === 'unix') return [unix(rest, text)];
  const { host, first, last } = bindAddress(rest, text);
  const checked = checkHost(host, family, text);
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    kind: 'tcp',
    host: checked,
    port: first + i,
  }));
}

function bindAddress(rest: string, text: string): BindAddress {
  const { host, port } = splitPort(rest);
  if (port === undefined || port === '') throw new Failure(say.noPort({ text }));
  if (/^[+-]/.test(port)) throw new Failure(say.offsetInBind({ text }));
  const [from = '', to = from, more] = port.split('-');
  const first = parsePort(from, 1, text);
  const last = parsePort(to, 1, text);
  if (more !== undefined || last < first) throw new Failure(say.badRange({ range: port }));
  return { host, first, last };
}

/**
 * Reads the address of a `server` line: as of `bind`, but one, and the port may be absent or `+N`/`-N`.
 * @throws Failure that names what is wrong with it
 */
export function parseServerAddress(text: string): ServerAddress {
  if (text === '') throw new Failure(say.empty());
  const { family, rest } = splitFamily(text);
  if (family === 'unix') return unix(rest, text);
  const { host, port } = splitPort(rest);
  const checked = anyHost(checkHost(host, family, text));
  if (port === undefined || port === '') return { kind: 'tcp', host: checked };
  if (/^[+-]/.test(port)) {
    const size = parsePort(port.slice(1), 0, text);
    return { kind: 'tcp', host: checked, offset: port.startsWith('-') ? -size : size };
  }
  if (/^\d+-/.test(port)) throw new Failure(say.rangeInServer({ text }));
  const number = parsePort(port, 0, text);
  return number === 0 ? { kind: 'tcp', host: checked } : { kind: 'tcp', host: checked, port: number };
}

/** On a server line, every address stands for the one that the client asked for. */
function anyHost(host: string): string {
  return ['*', '0.0.0.0', '::'].includes(host) ? '' : host;
}

function splitFamily(text: string): { family: 'any' | 'ipv4' | 'ipv6' | 'unix'; rest: string } {
  if (text.startsWith('/')) return { family: 'unix', rest: text };
  const prefix = /^[a-z0-9+]+@/.exec(text)?.[0] ?? '';
  const family = Object.hasOwn(FAMILIES, prefix) ? FAMILIES[prefix] : undefined;
  if (family === 'refused') throw new Failure(say.datagram({ text }));
  if (family === 'unsupported') throw new Failure(say.unsupportedFamily({ family: prefix, text }));
  return { family: family ?? 'any', rest: family ? text.slice(prefix.length) : text };
}

function unix(path: string, text: string): UnixServerAddress {
  if (path === '') throw new Failure(say.emptyPath({ text }));
  return { kind: 'unix', path };
}

/** The last colon separates the port, unless the whole is an IPv6 literal in brackets. */
function splitPort(text: string): { host: string; port?: string } {
  if (/^\[.*\]$/.test(text)) return { host: text.slice(1, -1) };
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { host: text };
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: text.slice(colon + 1) };
}

function parsePort(port: string, least: number, text: string): number {
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < least || number > 65535) {
    throw new Failure(say.badPort({ port, text, least }));
  }
  return number;
}

function checkHost(host: string, family: 'any' | 'ipv4' | 'ipv6', text: string): string {
  if (host === '' || host === '*') return family === 'ipv6' ? '::' : host;
  const literal = isIpv4(host) ? 'ipv4' : isIpv6(host) ? 'ipv6' : undefined;
  const fits = literal ? family === 'any' || family === literal : isHostName(host);
  if (!fits) throw new Failure(say.badHost({ host, text }));
  return host;
}

/** Four numbers up to 255. */
export function isIpv4(host: string): boolean {
  return /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host);
}

/** Eight groups, `::` for some of them, possibly an IPv4 address at the end and a zone (RFC 4291 section 2.2). */
export function isIpv6(host: string): boolean {
  const address = host
    .replace(/%[\w.-]+$/, '')
    .replace(/(^|:)(\d+\.\d+\.\d+\.\d+)$/, (whole, colon: string, v4: string) =>
      isIpv4(v4) ? `${colon}0:0` : whole,
    );
  const halves = address.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const complete = halves.length === 2 ? groups.length <= 7 : halves.length === 1 && groups.length === 8;
  return complete && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}

/** Letters, digits, `-`, `_` and dots; what looks like an IPv4 address is none. */
function isHostName(host: string): boolean {
  return /^[A-Za-z0-9_]([\w.-]*[A-Za-z0-9_.])?$/.test(host) && !/^\d+\.\d+\.\d+\.\d+$/.test(host);
}
