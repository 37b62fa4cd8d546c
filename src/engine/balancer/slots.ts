/** Connections against a `maxconn`, within the larger limit that it is part of. */
export class Slots {
  private taken = 0;

  constructor(
    /** 0: without limit. */
    private readonly max: number,
    private readonly parent?: Slots,
  ) {}

  get hasRoom(): boolean {
    return (this.max === 0 || this.taken < this.max) && (this.parent === undefined || this.parent.hasRoom);
  }

  take(): void {
    this.taken++;
    this.parent?.take();
  }

  giveBack(): void {
    this.taken--;
    this.parent?.giveBack();
  }
}
