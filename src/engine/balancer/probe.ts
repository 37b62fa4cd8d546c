import * as net from 'node:net';
import type { CheckResult, CheckStatus } from '../../core/api/check';
import { errorText } from '../../core/health/verdict';
import type { Clock } from '../../core/util/clock';
import type { Disposable } from '../../core/util/disposable';
import { localEndpoint } from '../sessions/endpoint';
import type { ProbeRegistry } from '../sessions/probeRegistry';
import type { GentleClose } from './gentleClose';
import type { Target } from './target';

/** Errors of our own system rather than of the server's. */
const ownErrors = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EAGAIN']);

export interface ProbeContext {
  readonly clock: Clock;
  readonly probes: ProbeRegistry;
  readonly gentleClose: GentleClose;
}

/**
 * Checks a server by connecting to it (HAProxy's `check` without an `option …chk`). The connection ends with FIN,
 * since a server may take an RST for a failure. `done` is called once, later, unless the probe is disposed before.
 */
export function probe(
  target: Target,
  limitMs: number,
  { clock, probes, gentleClose }: ProbeContext,
  done: (result: CheckResult) => void,
): Disposable {
  const startedAt = clock.now();
  const socket = new net.Socket({ allowHalfOpen: true });
  const settle = (status: CheckStatus, info = '') => {
    timer.dispose();
    const durationMs = Math.round(clock.now() - startedAt);
    done({ status, passed: status === 'L4OK', info, at: clock.wallTime(), durationMs });
  };
  const timer = clock.after(limitMs, () => {
    socket.removeAllListeners('connect').destroy();
    settle('L4TOUT');
  });
  socket.once('connect', () => {
    gentleClose.close(socket);
    settle('L4OK');
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // After the verdict nothing counts any more, least of all how the peer takes our FIN.
    if (socket.listenerCount('connect') === 0) return;
    socket.removeAllListeners('connect');
    const code = error.code ?? error.message;
    settle(ownErrors.has(code) ? 'SOCKERR' : 'L4CON', errorText(code));
  });
  socket.connect(target);
  // Node connects on the next tick; the peer accepts later than that.
  process.nextTick(() => {
    const endpoint = localEndpoint(socket);
    if (endpoint === undefined) return;
    const registration = probes.add(endpoint);
    socket.once('close', () => {
      registration.dispose();
    });
  });
  return {
    dispose() {
      timer.dispose();
      socket.removeAllListeners('connect').destroy();
    },
  };
}
