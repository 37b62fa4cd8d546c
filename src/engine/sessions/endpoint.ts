import type { Socket } from 'node:net';
import { formatHost } from '../../core/net/address';

const MAPPED_IPV4 = '::ffff:';

/** The peer of an accepted socket as sessions show it: `127.0.0.1:40000`, `[::1]:40000`, or `unix`. */
export function clientEndpoint(socket: Socket): string {
  return endpoint(socket.remoteAddress, socket.remotePort) ?? 'unix';
}

/** Our own end of a socket, written the way its peer will see it; nothing for a UNIX socket. */
export function localEndpoint(socket: Socket): string | undefined {
  return endpoint(socket.localAddress, socket.localPort);
}

function endpoint(host: string | undefined, port: number | undefined): string | undefined {
  if (host === undefined || port === undefined) return undefined;
  // A dual-stack listener sees IPv4 clients as IPv6; everyone else knows them as IPv4.
  const plain = host.startsWith(MAPPED_IPV4) ? host.slice(MAPPED_IPV4.length) : host;
  return `${formatHost(plain)}:${port}`;
}
