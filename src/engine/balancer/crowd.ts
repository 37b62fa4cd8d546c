import type { Bind } from './bind';

/** The addresses of a balancer at which connections wait for a slot. */
export class Crowd {
  private readonly binds = new Set<Bind>();
  private relieving = false;
  private again = false;

  add(bind: Bind): void {
    this.binds.add(bind);
  }

  /** Lets in whom there is room for. One who is let in may leave at once and so make room: that is no recursion. */
  relieve(): void {
    this.again = true;
    if (this.relieving) return;
    this.relieving = true;
    while (this.again) {
      this.again = false;
      for (const bind of this.binds) if (!bind.admitWaiting()) this.binds.delete(bind);
    }
    this.relieving = false;
  }
}
