/** What every call of an engine takes besides its request. */
export interface CallOptions<Progress = never> {
  /** Aborting it makes the call fail with `rpc.cancelled` and tells the other side to stop. */
  readonly signal?: AbortSignal;
  /** Milliseconds until an answer or progress must have come; the channel's own default when not given. */
  readonly timeoutMs?: number;
  /** Called with each intermediate result. */
  readonly onProgress?: (value: Progress) => void;
}
