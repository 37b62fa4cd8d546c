/**
 * One health check of one server. The status codes are HAProxy's: L4OK Layer4 check passed, L4TOUT Layer4 timeout,
 * L4CON Layer4 connection problem, SOCKERR Socket error; the next ones come with their protocols.
 */
export interface CheckResult {
  readonly status: CheckStatus;
  readonly passed: boolean;
  /** What was seen, in HAProxy's words: `Connection refused`. Empty when there is nothing to add. */
  readonly info: string;
  /** When it ended, wall time. */
  readonly at: number;
  /** From its connect to its end, milliseconds. */
  readonly durationMs: number;
}

export type CheckStatus = keyof typeof checkStatusText;

/** HAProxy's description of each status. */
export const checkStatusText = {
  L4OK: 'Layer4 check passed',
  L4TOUT: 'Layer4 timeout',
  L4CON: 'Layer4 connection problem',
  SOCKERR: 'Socket error',
} as const;
