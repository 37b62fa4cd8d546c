import { freePort } from '../deadAddresses';

/** A `listen f` on a free port with these lines, and time-outs long enough not to matter. */
export async function listenConfig(...lines: readonly string[]): Promise<string> {
  const head = ['listen f', `bind 127.0.0.1:${await freePort()}`];
  const timeouts = ['timeout connect 5s', 'timeout client 30s', 'timeout server 30s'];
  return [...head, ...timeouts, ...lines, ''].join('\n');
}
