import { endings } from '../sessions/endings';
import type { Pair } from './pair';
import { giveUpClient, giveUpServer } from './relay';

/**
 * Looks at an open pair once a sweep, and gives up a side on which nothing has moved for its whole time-out. As in
 * HAProxy, a side's clock runs while bytes are expected from it or it is to take some; and a side that is given up
 * counts as half-closed.
 */
export function visitOpen(pair: Pair, sweepMs: number, serverTimeoutMs: number): void {
  const clientTimeoutMs = pair.bind.frontend.spec.timeouts.client;
  if (isExpected(pair.clientEnded, pair.uploadBlocked, pair.downloadBlocked)) pair.clientIdle++;
  if (isExpected(pair.serverEnded, pair.downloadBlocked, pair.uploadBlocked)) pair.serverIdle++;
  // The first count may come right after the last byte, so one more is needed.
  if (clientTimeoutMs > 0 && (pair.clientIdle - 1) * sweepMs >= clientTimeoutMs)
    expireClient(pair, clientTimeoutMs);
  if (serverTimeoutMs > 0 && (pair.serverIdle - 1) * sweepMs >= serverTimeoutMs)
    expireServer(pair, serverTimeoutMs);
}

/** Whether a side that is not read while its peer is `blocked` could move: give bytes, or take those that wait. */
function isExpected(ended: boolean, notRead: boolean, toTake: boolean): boolean {
  return toTake || (!ended && !notRead);
}

function expireClient(pair: Pair, ms: number): void {
  if (pair.phase !== 'open') return;
  const ending = endings.clientTimeout({ ms });
  pair.ending ??= ending;
  if (pair.downloadBlocked) pair.owner.finish(pair, ending, 'fin');
  else giveUpClient(pair);
}

function expireServer(pair: Pair, ms: number): void {
  if (pair.phase !== 'open') return;
  const ending = endings.serverTimeout({ ms });
  pair.ending ??= ending;
  if (pair.uploadBlocked) pair.owner.finish(pair, ending, 'fin');
  else giveUpServer(pair);
}
