import { formatAddress, type Address } from '../core/net/address';
import { Failure, catalog, type Message } from '../core/util/message';
import { findOwner } from './portOwner';

export const listenMessages = catalog('listen', {
  inUse: '{address} is in use by another program. Stop that program, or choose another address.',
  inUseByProcess:
    '{address} is in use by {process} (pid {pid}). Stop that program, or choose another address.',
  inUseByNode:
    '{address} is in use by “{node}”, a node of this Wirebench. Stop it, or choose another address.',
  lowPort:
    'This account may not listen on {address}: ports below 1024 need special rights. Choose a port from 1024 to 65535.',
  denied: 'This account may not listen on {address}. Choose another address, or change the rights.',
  notHere:
    '{address} cannot be listened on: {host} is not an address of this machine. Use 127.0.0.1, * or one of its own addresses.',
  noFamily: '{address} cannot be listened on: this machine has no IPv6. Use an IPv4 address.',
  unknownHost: 'The host name “{host}” has no address. Check its spelling, or use an IP address.',
  notASocket: '{path} exists and is not a socket. Choose another path, or remove the file.',
  noFolder:
    '{path} cannot be listened on: the folder {folder} does not exist. Create it, or choose another path.',
  pathTooLong:
    '{path} is {length} bytes long, and a UNIX socket’s path can have at most {max}. Choose a shorter path.',
  noDescriptors:
    'New connections to {address} are closed at once: this process has no file descriptor left. End some connections, or raise the limit of open files (ulimit -n).',
  notAccepted:
    'A connection to {address} could not be accepted: {reason}. If none come in any more, restart the node.',
  other: '{address} cannot be listened on: {reason}.',
});

/**
 * What to tell a person about a bind that failed.
 * @param node our own node that has the address, if one has
 */
export async function bindFailure(
  address: Address,
  error: NodeJS.ErrnoException,
  node: string | undefined,
): Promise<Failure> {
  const message = error.code === 'EADDRINUSE' ? await inUse(address, node) : refused(address, error);
  return new Failure(message, { cause: error });
}

async function inUse(address: Address, node: string | undefined): Promise<Message> {
  const text = formatAddress(address);
  if (node !== undefined) return listenMessages.inUseByNode({ address: text, node });
  const owner = await findOwner(address);
  if (!owner) return listenMessages.inUse({ address: text });
  return listenMessages.inUseByProcess({ address: text, process: owner.name, pid: owner.pid });
}

function refused(address: Address, error: NodeJS.ErrnoException): Message {
  const text = formatAddress(address);
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return isLowPort(address)
        ? listenMessages.lowPort({ address: text })
        : listenMessages.denied({ address: text });
    case 'EADDRNOTAVAIL':
      return listenMessages.notHere({ address: text, host: address.kind === 'tcp' ? address.host : text });
    case 'EAFNOSUPPORT':
      return listenMessages.noFamily({ address: text });
    default:
      return listenMessages.other({ address: text, reason: error.message });
  }
}

function isLowPort(address: Address): boolean {
  return address.kind === 'tcp' && address.port > 0 && address.port < 1024;
}
