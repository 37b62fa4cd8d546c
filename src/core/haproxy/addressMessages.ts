import { catalog } from '../util/message';

/** What can be wrong with an address of a haproxy.cfg. */
export const addressMessages = catalog('haproxy.address', {
  empty:
    'There is no address here. Write one such as 127.0.0.1:8080; an environment variable may be missing.',
  emptyPath: '“{text}” names no path. Write it as unix@/path/to/socket.',
  noPort: '“{text}” has no port: a bind address needs one, such as {text}:8080, or :8080 for every address.',
  badPort: '“{port}” in “{text}” is not a port. Ports go from {least} to 65535.',
  badRange: '“{range}” is not a port range. Write the lower port first, such as 8000-8010.',
  offsetInBind: '“{text}” has a port offset, which only a server’s address may have. Write the port itself.',
  rangeInServer: '“{text}” has a port range, which only a bind address may have. Write one server per port.',
  badHost: '“{host}” in “{text}” is not a host name or an IP address of the kind asked for.',
  datagram: '“{text}” is a datagram address; a proxy needs a stream address such as 127.0.0.1:8080.',
  unsupportedFamily:
    '“{text}”: the embedded engine has no {family} addresses. Use an IP address with a port, or unix@/path.',
});
