import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address } from '../../core/net/address';
import type { Range } from '../../core/text/range';
import { Failure, catalog } from '../../core/util/message';

/** Where to connect to, ready for `net.Socket.connect`: an IP literal, since a name would cost a thread each time. */
export type Target = { readonly host: string; readonly port: number } | { readonly path: string };

export const targetMessages = catalog('balancer', {
  unresolved:
    'The host name “{host}” of server {backend}/{server} has no address ({reason}). Correct it, or write an IP address.',
  unresolvedAtLine:
    'Line {line}: the host name “{host}” of server {backend}/{server} has no address ({reason}). Correct it, or write an IP address.',
});

/** The server line that an address stands on. */
export interface Place {
  readonly backend: string;
  readonly server: string;
  readonly range?: Range;
}

/** Looks host names up, each once. */
export class Resolver {
  private readonly known = new Map<string, Promise<string>>();

  /** @throws Failure that names the line when the host name has no address */
  async resolve(address: Address, place: Place): Promise<Target> {
    if (address.kind === 'unix') return { path: address.path };
    return { host: await this.host(address.host, place), port: address.port };
  }

  private async host(host: string, place: Place): Promise<string> {
    if (isIP(host) !== 0) return host;
    let literal = this.known.get(host);
    if (!literal) this.known.set(host, (literal = lookUp(host)));
    try {
      return await literal;
    } catch (cause) {
      throw unresolved(host, place, cause);
    }
  }
}

/** Of several addresses the IPv4 one, as HAProxy takes it. */
async function lookUp(host: string): Promise<string> {
  return (await lookup(host, { order: 'ipv4first' })).address;
}

function unresolved(host: string, { backend, server, range }: Place, cause: unknown): Failure {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const args = { host, backend, server, reason };
  const message = range
    ? targetMessages.unresolvedAtLine({ ...args, line: range.startLine + 1 })
    : targetMessages.unresolved(args);
  return new Failure(message, { cause });
}
