import * as net from 'node:net';
import { isWildcard, type Address } from '../../core/net/address';

export interface KeyPair {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a certificate that signs itself, good for a year, for localhost, 127.0.0.1, ::1 and the host of `address`.
 * Loads its library on first use: few servers want it.
 */
export async function selfSigned(address: Address, wallTime: number): Promise<KeyPair> {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // An hour back, for clients whose clock is a little behind.
    notBeforeDate: new Date(wallTime - DAY_MS / 24),
    notAfterDate: new Date(wallTime + 365 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hostsOf(address).map(altName) },
    ],
  });
  return { cert: made.cert, key: made.private };
}

function hostsOf(address: Address): string[] {
  const own = address.kind === 'tcp' && !isWildcard(address) ? [address.host] : [];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...own])];
}

function altName(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return net.isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host };
}
