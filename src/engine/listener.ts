import { lookup } from 'node:dns/promises';
import * as net from 'node:net';
import type { Disposable } from '../core/util/disposable';
import { formatAddress, isWildcard, type Address } from '../core/net/address';
import { Failure, messageOf, type Message } from '../core/util/message';
import { watchDescriptors } from './descriptors';
import { bindFailure, listenMessages } from './listenFailure';
import { prepareSocketFile } from './socketFile';

export interface ListenOptions extends net.ServerOpts {
  /** Name of the node that listens: what others are told who find the address in use. */
  readonly owner: string;
  /** Length of the system's queue of connections not accepted yet; default 511. */
  readonly backlog?: number;
  /** Told of each accepted connection, whose `error` event has a listener already. */
  readonly onConnection: (socket: net.Socket) => void;
  /** Told what keeps new connections out, for want of file descriptors above all, and nothing when it is over. */
  readonly onWarning?: (warning: Message | undefined) => void;
}

/** An address that is bound and accepts connections. */
export interface Listener {
  /** As bound: the host as it was asked for, a port asked for as 0 as the system chose it. */
  readonly address: Address;
  /**
   * Stops listening: resolves when the address is free again and a UNIX socket's file removed. Connections that were
   * accepted live on.
   */
  close(): Promise<void>;
}

/** What this process listens on: tells our own nodes from other programs when an address is in use. */
const bound = new Map<Listener, { readonly owner: string; readonly literal: Address }>();

/**
 * Listens on exactly the address asked for.
 * @throws Failure that names the address, the reason and the remedy
 */
export async function listen(address: Address, options: ListenOptions): Promise<Listener> {
  const server = net.createServer(options);
  server.on('connection', (socket) => {
    socket.on('error', ignore);
    options.onConnection(socket);
  });
  const literal = await literalOf(address);
  try {
    await bind(server, literal, options.backlog);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw await bindFailure(address, error as NodeJS.ErrnoException, ownNode(literal));
  }
  const listener = new BoundListener(server, withRealPort(address, server), options.onWarning);
  bound.set(listener, { owner: options.owner, literal: withRealPort(literal, server) });
  return listener;
}

/** Why `address` could not be listened on now; nothing when it could. Listens on it for a moment to know. */
export async function whyNotListen(address: Address): Promise<Message | undefined> {
  try {
    const listener = await listen(address, { owner: '', onConnection: (socket) => socket.destroy() });
    await listener.close();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

class BoundListener implements Listener {
  private closing: Promise<void> | undefined;
  /** Why the last connection could not be accepted. */
  private refusal: Error | undefined;
  private warning: Message | undefined;
  private readonly watch: Disposable;

  constructor(
    private readonly server: net.Server,
    readonly address: Address,
    private readonly onWarning: NonNullable<ListenOptions['onWarning']> = ignore,
  ) {
    server.on('error', (error) => (this.refusal = error));
    server.on('connection', () => (this.refusal = undefined));
    this.watch = watchDescriptors((exhausted) => {
      this.warn(this.obstacle(exhausted));
    });
  }

  close(): Promise<void> {
    return (this.closing ??= this.release());
  }

  /** The handle lets go of the address in `close` itself; the server's `close` event waits for every connection. */
  private async release(): Promise<void> {
    bound.delete(this);
    this.watch.dispose();
    this.server.close();
    await new Promise((resolve) => setImmediate(resolve));
  }

  private obstacle(exhausted: boolean): Message | undefined {
    const address = formatAddress(this.address);
    if (exhausted) return listenMessages.noDescriptors({ address });
    return this.refusal && listenMessages.notAccepted({ address, reason: this.refusal.message });
  }

  private warn(warning: Message | undefined): void {
    if (warning?.code === this.warning?.code) return;
    this.warning = warning;
    this.onWarning(warning);
  }
}

/** The address with an IP literal as its host; of a name the IPv4 one if it has one, as HAProxy and Python take it. */
async function literalOf(address: Address): Promise<Address> {
  if (address.kind === 'unix' || net.isIP(address.host) !== 0) return address;
  if (isWildcard(address)) return { ...address, host: '0.0.0.0' };
  try {
    return { ...address, host: (await lookup(address.host, { order: 'ipv4first' })).address };
  } catch (cause) {
    throw new Failure(listenMessages.unknownHost({ host: address.host }), { cause });
  }
}

async function bind(server: net.Server, address: Address, backlog: number | undefined): Promise<void> {
  if (address.kind === 'unix') await prepareSocketFile(address.path);
  const target =
    address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...target, backlog }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function withRealPort(asked: Address, server: net.Server): Address {
  const real = server.address();
  if (asked.kind === 'unix' || real === null || typeof real === 'string') return asked;
  return { ...asked, port: real.port };
}

/** Our own node that is in the way of `literal`. */
function ownNode(literal: Address): string | undefined {
  for (const other of bound.values()) if (collides(other.literal, literal)) return other.owner;
  return undefined;
}

function collides(a: Address, b: Address): boolean {
  if (a.kind === 'tcp' && b.kind === 'tcp')
    return a.port === b.port && (a.host === b.host || isWildcard(a) || isWildcard(b));
  return formatAddress(a) === formatAddress(b);
}

/** An accepted socket whose owner has not set its own handler yet must not take the process down. */
function ignore(): void {}
