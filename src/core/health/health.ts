import type { AdminState, OperationalState } from '../api/balancer';

/** `rise` and `fall` of a check. */
export interface HealthLimits {
  readonly rise: number;
  readonly fall: number;
}

/**
 * A server's health as HAProxy counts it: a level from 0 to rise + fall − 1, up from `rise` on. Immutable: each event
 * makes the next one.
 */
export class Health {
  private constructor(
    readonly limits: HealthLimits,
    readonly level: number,
    readonly admin: AdminState,
  ) {}

  /** Up until shown otherwise, but one failure from down; in maintenance, down. */
  static initial(limits: HealthLimits, admin: AdminState): Health {
    return new Health(limits, admin === 'maint' ? 0 : limits.rise, admin);
  }

  get isUp(): boolean {
    return this.level >= this.limits.rise;
  }

  /** Checked often enough to be sure. */
  get isFullyUp(): boolean {
    return this.level === this.top;
  }

  /** Whether new sessions may go there. */
  get isAvailable(): boolean {
    return this.isUp && this.admin === 'ready';
  }

  /** After a check. One that comes in during maintenance says nothing. */
  checked(passed: boolean): Health {
    if (this.admin === 'maint') return this;
    return this.at(passed ? this.afterPass() : this.afterFailure());
  }

  /** Ready, drain or maint from now on. Who leaves maintenance is as at the start. */
  administered(admin: AdminState): Health {
    if (admin === 'maint') return new Health(this.limits, 0, admin);
    return new Health(this.limits, this.admin === 'maint' ? this.limits.rise : this.level, admin);
  }

  get operational(): OperationalState {
    if (this.isUp) return this.isFullyUp ? 'up' : 'goingDown';
    return this.level > 0 ? 'goingUp' : 'down';
  }

  /** In the words of HAProxy's `show stat`. */
  get status(): string {
    if (this.admin === 'maint') return 'MAINT';
    const { rise, fall } = this.limits;
    if (!this.isUp) return this.level > 0 ? `DOWN ${this.level}/${rise}` : 'DOWN';
    const word = this.admin === 'drain' ? 'DRAIN' : 'UP';
    return this.isFullyUp ? word : `${word} ${this.level - rise + 1}/${fall}`;
  }

  private get top(): number {
    return this.limits.rise + this.limits.fall - 1;
  }

  private afterPass(): number {
    return this.level + 1 >= this.limits.rise ? this.top : this.level + 1;
  }

  private afterFailure(): number {
    return this.level - 1 < this.limits.rise ? 0 : this.level - 1;
  }

  private at(level: number): Health {
    return level === this.level ? this : new Health(this.limits, level, this.admin);
  }
}

/** The status of a server that is not checked. */
export function uncheckedStatus(admin: AdminState): string {
  return { ready: 'no check', drain: 'DRAIN', maint: 'MAINT' }[admin];
}
