/** Dynamic algorithms count in sixteenths of a weight, so that slow start has steps to climb. */
const WEIGHT_SCALE = 16;

/** The heaviest a server can be. */
export const MAX_EFFECTIVE_WEIGHT = 256 * WEIGHT_SCALE;

/** A server as the pool and the algorithms see it. Only the pool changes it. */
export class PoolServer {
  /** Up, and not taken out by an administrator. */
  available = true;
  /** Sessions that hold one of its slots. */
  served = 0;
  /** Sessions that wait for this very server. */
  queued = 0;

  constructor(
    readonly backup: boolean,
    /** 0–256. */
    public weight: number,
    /** Slots; 0: without limit. */
    readonly maxConnections: number,
  ) {}

  /** 0 when it is to take no new sessions. */
  get effectiveWeight(): number {
    return this.available ? this.weight * WEIGHT_SCALE : 0;
  }

  get isUsable(): boolean {
    return this.effectiveWeight > 0;
  }

  /** Whether a new session would have to wait. */
  get isSaturated(): boolean {
    return this.maxConnections > 0 && (this.queued > 0 || this.served >= this.maxConnections);
  }
}
