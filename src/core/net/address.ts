import { Failure, catalog } from '../util/message';

/** Where something listens or connects to. Hosts are kept as written: a name, an IPv4 or an IPv6 literal. */
export type Address = TcpAddress | UnixAddress;

export interface TcpAddress {
  readonly kind: 'tcp';
  /** Name or literal without brackets; `*` and the empty string mean every IPv4 address. */
  readonly host: string;
  /** 0–65535; 0 lets the system choose. */
  readonly port: number;
}

export interface UnixAddress {
  readonly kind: 'unix';
  readonly path: string;
}

export const addressMessages = catalog('address', {
  noPort: '“{text}” has no port. Write it as HOST:PORT, such as 127.0.0.1:5000.',
  badPort: '“{port}” in “{text}” is not a port. Ports go from 0 to 65535.',
  badHost: '“{host}” in “{text}” is not a host name or an IP address.',
  emptyPath: '“{text}” names no path. Write it as unix@/path/to/socket.',
});

export const LOOPBACK = '127.0.0.1';

/**
 * Reads `HOST:PORT`, `[IPv6]:PORT`, `:PORT`, `*:PORT`, `PORT` (loopback) or `unix@/path` (also `/path`).
 * @throws Failure that names what is wrong with it
 */
export function parseAddress(text: string): Address {
  const trimmed = text.trim();
  if (trimmed.startsWith('/') || trimmed.startsWith('unix@')) {
    const path = trimmed.replace(/^unix@/, '');
    if (path === '') throw new Failure(addressMessages.emptyPath({ text: trimmed }));
    return { kind: 'unix', path };
  }
  if (/^\d+$/.test(trimmed)) return { kind: 'tcp', host: LOOPBACK, port: parsePort(trimmed, trimmed) };
  const colon = trimmed.lastIndexOf(':');
  if (colon < 0) throw new Failure(addressMessages.noPort({ text: trimmed }));
  const host = trimmed.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  if (!isHost(host)) throw new Failure(addressMessages.badHost({ host, text: trimmed }));
  return { kind: 'tcp', host, port: parsePort(trimmed.slice(colon + 1), trimmed) };
}

function parsePort(port: string, text: string): number {
  if (port === '') throw new Failure(addressMessages.noPort({ text }));
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw new Failure(addressMessages.badPort({ port, text }));
  return Number(port);
}

function isHost(host: string): boolean {
  if (host === '' || host === '*') return true;
  if (host.includes(':')) return /^[0-9a-fA-F:.]+(%[\w.-]+)?$/.test(host);
  return /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9.])?$/.test(host);
}

/** The address as `parseAddress` reads it: `127.0.0.1:80`, `[::1]:80`, `*:80`, `unix@/path`. */
export function formatAddress(address: Address): string {
  if (address.kind === 'unix') return `unix@${address.path}`;
  return `${formatHost(address.host)}:${address.port}`;
}

/** A host as it stands before a port: IPv6 literals in brackets, every address as `*`. */
export function formatHost(host: string): string {
  if (host === '') return '*';
  return host.includes(':') ? `[${host}]` : host;
}

/** Whether only this machine can reach it: 127.0.0.0/8, ::1, `localhost` or a UNIX socket. */
export function isLoopback(address: Address): boolean {
  if (address.kind === 'unix') return true;
  return (
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address.host) ||
    /^(0{0,4}:){0,7}:?0{0,3}1$/.test(address.host) ||
    /^::ffff:127\./i.test(address.host) ||
    address.host.toLowerCase() === 'localhost'
  );
}

/** Whether it stands for every address of the machine. */
export function isWildcard(address: Address): boolean {
  return address.kind === 'tcp' && ['', '*', '0.0.0.0', '::'].includes(address.host);
}
