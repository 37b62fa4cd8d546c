/** What decides whether the next attempt goes to another server. */
export interface FailedAttempt {
  /** The retry that comes next, from 1. */
  readonly retry: number;
  /** `retries` of the backend. */
  readonly retries: number;
  /** `option redispatch` of the backend, as in BackendSpec. */
  readonly redispatch: number;
  /** Whether the checks hold the server for up. */
  readonly serverUp: boolean;
  /** Usable servers that are not backups. */
  readonly activeServers: number;
}

/**
 * Whether the session is balanced anew, avoiding the server that failed; otherwise the same one is tried again.
 * HAProxy (`stream_choose_redispatch`): when the server is known to be down, when there are several to choose from, and
 * at the retries that the option names.
 */
export function goesElsewhere(attempt: FailedAttempt): boolean {
  if (attempt.redispatch === 0) return false;
  if (!attempt.serverUp) return true;
  if (attempt.activeServers > 1) return true;
  const every = attempt.redispatch > 0 ? attempt.redispatch : attempt.retries + 1 + attempt.redispatch;
  return every !== 0 && attempt.retry % every === 0;
}

/** How long HAProxy waits before it tries the same server again: 1 s, or the connect time-out if that is shorter. */
export function retryPause(connectTimeoutMs: number): number {
  return connectTimeoutMs > 0 ? Math.min(1000, connectTimeoutMs) : 1000;
}
