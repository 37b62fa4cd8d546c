/** Chooses among the servers of one group: the active ones or the backups. */
export interface Algorithm<S> {
  /** Takes in that a server's weight changed, or whether it is to be used at all. */
  reweigh(server: S): void;
  /** Takes in that a server has more or fewer sessions than before. */
  reload(server: S): void;
  /**
   * The server for a new session, and moves on; nothing when none is usable or all are full. `avoid` is chosen only
   * when no other can be.
   */
  pick(avoid?: S): S | undefined;
}
