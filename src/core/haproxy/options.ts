/** What the meaning of a haproxy.cfg depends on besides its text. */
export interface ParseOptions {
  /** Environment variables; none by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `"${.FILE}"`. */
  readonly fileName?: string;
  /** The HAProxy version whose rules count, `2.6` and later. */
  readonly version: string;
  /** Build features that `feature(NAME)` finds; none by default. */
  readonly features?: readonly string[];
}
