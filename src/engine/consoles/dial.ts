import { X509Certificate } from 'node:crypto';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { ClientTls, ConnectSpec, PeerTls } from '../../core/api/console';
import { formatAddress, type Address } from '../../core/net/address';
import { Failure, format, type Message } from '../../core/util/message';
import { reset } from '../reset';
import { consoleMessages } from './consoleMessages';
import { describePeer } from './peerTls';

const DEFAULT_TIMEOUT_MS = 10_000;

/** A connection that is there: for TLS, after a handshake that was accepted. */
export interface Line {
  readonly socket: net.Socket;
  readonly local: string;
  readonly peer: string;
  readonly tls?: PeerTls;
  /** Ends it at once with RST. @throws Failure when it is a UNIX socket */
  reset(): void;
}

/** Why there is no connection; `tls` when a handshake got as far as the peer's chain. */
export class DialFailure extends Failure {
  constructor(
    detail: Message,
    readonly tls?: PeerTls,
  ) {
    super(detail);
  }
}

/**
 * Connects. The socket is half-open: a FIN of the peer is an event, not the end.
 * @throws DialFailure with the reason
 */
export function dial(spec: ConnectSpec, signal?: AbortSignal): Promise<Line> {
  const where = formatAddress(spec.address);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new DialFailure(consoleMessages.cancelled()));
    const context = spec.tls && secureContext(spec.tls);
    const raw = net.connect({ ...targetOf(spec.address), allowHalfOpen: true, noDelay: true });
    const timeoutMs = spec.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    // The error handlers stay for good: after the promise is settled they have nothing to say.
    let settled = false;
    const settle = (outcome: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      outcome();
    };
    const fail = (reason: Message, peer?: PeerTls) => {
      settle(() => {
        raw.destroy();
        reject(new DialFailure(reason, peer));
      });
    };
    const done = (socket: net.Socket, peer?: PeerTls) => {
      settle(() => {
        resolve(lineOf(raw, socket, spec.address, peer));
      });
    };
    const onAbort = () => {
      fail(consoleMessages.cancelled());
    };
    const timer = setTimeout(() => {
      fail(consoleMessages.noAnswer({ address: where, seconds: timeoutMs / 1000 }));
    }, timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    raw.on('error', (error) => {
      fail(connectProblem(where, error));
    });
    raw.once('connect', () => {
      if (!context) done(raw);
      else shakeHands(raw, spec, context, where, done, fail);
    });
  });
}

function shakeHands(
  raw: net.Socket,
  spec: ConnectSpec,
  secureContext: tls.SecureContext,
  where: string,
  done: (socket: net.Socket, peer: PeerTls) => void,
  fail: (reason: Message, peer?: PeerTls) => void,
): void {
  const host = spec.address.kind === 'tcp' ? spec.address.host : 'localhost';
  const name = spec.tls?.serverName ?? host;
  // Not refused by Node itself: whoever looks wants to see the chain that was not accepted.
  const socket = tls.connect({
    socket: raw,
    secureContext,
    host,
    ...(net.isIP(name) === 0 ? { servername: name } : {}),
    rejectUnauthorized: false,
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    fail(handshakeProblem(where, error));
  });
  raw.once('close', () => {
    fail(consoleMessages.tlsRefused({ address: where, reason: 'the peer closed the connection' }));
  });
  socket.once('secureConnect', () => {
    const peer = describePeer(socket, name);
    if (peer.problem && spec.tls?.verify !== false) {
      fail(consoleMessages.untrusted({ address: where, problem: format(peer.problem) }), peer);
    } else done(socket, peer);
  });
}

function lineOf(raw: net.Socket, socket: net.Socket, address: Address, peer?: PeerTls): Line {
  const endpoint = (host: string | undefined, port: number | undefined) =>
    host === undefined || port === undefined
      ? formatAddress(address)
      : formatAddress({ kind: 'tcp', host: host.replace(/^::ffff:(?=\d+\.)/, ''), port });
  return {
    socket,
    tls: peer,
    local: address.kind === 'unix' ? 'unix' : endpoint(raw.localAddress, raw.localPort),
    peer: endpoint(raw.remoteAddress, raw.remotePort),
    reset() {
      if (address.kind === 'unix') throw new Failure(consoleMessages.noReset());
      reset(raw, socket);
    },
  };
}

function targetOf(address: Address): net.NetConnectOpts {
  if (address.kind === 'unix') return { path: address.path };
  const host = ['', '*', '0.0.0.0'].includes(address.host) ? '127.0.0.1' : address.host;
  return { host: host === '::' ? '::1' : host, port: address.port };
}

/** @throws DialFailure that says which of the PEM texts is no good */
function secureContext({ ca, cert, key }: ClientTls): tls.SecureContext {
  if (ca !== undefined) tryMaterial('CA', () => new X509Certificate(ca));
  if (cert !== undefined) tryMaterial('client certificate', () => new X509Certificate(cert));
  return tryMaterial('client certificate or its key', () =>
    tls.createSecureContext({ ca: ca === undefined ? undefined : [...tls.rootCertificates, ca], cert, key }),
  );
}

function tryMaterial<T>(what: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DialFailure(consoleMessages.badMaterial({ what, reason }));
  }
}

function connectProblem(address: string, error: NodeJS.ErrnoException): Message {
  switch (error.code) {
    case 'ECONNREFUSED':
      return consoleMessages.refused({ address });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return consoleMessages.noName({ address, reason: error.code });
    case 'ENOENT':
      return consoleMessages.noSocket({ address });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return consoleMessages.unreachable({ address, reason: error.code });
    default:
      return consoleMessages.connectFailed({ address, reason: reasonOf(error) });
  }
}

function handshakeProblem(address: string, error: NodeJS.ErrnoException & { reason?: string }): Message {
  const reason = error.reason ?? reasonOf(error);
  if (error.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || error.code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return consoleMessages.notTls({ address, reason });
  return consoleMessages.tlsRefused({ address, reason });
}

/** The system's or OpenSSL's own words, short. */
export function reasonOf(error: NodeJS.ErrnoException & { reason?: string }): string {
  return error.reason ?? error.code ?? error.message;
}
