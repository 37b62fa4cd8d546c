/** What a connection reads into at first, and while it carries small messages. */
export const SMALL_BUFFER = 8 * 1024;
/** What it reads into while it carries bulk: fewer, larger reads halve the cost. */
export const LARGE_BUFFER = 256 * 1024;

/** Large buffers in use at once; who comes later goes on with a small one. 64 MiB. */
const MAX_LARGE_IN_USE = 256;
const KEPT = { small: 512, large: 16 };

/**
 * Read buffers that are used again. A buffer belongs to one connection at a time: while a write of its bytes is
 * pending, the system still reads from it, so it may not be given back then; drop it instead (`forget`).
 */
export class ReadBuffers {
  private readonly small: Buffer[] = [];
  private readonly large: Buffer[] = [];
  private largeInUse = 0;

  takeSmall(): Buffer {
    return this.small.pop() ?? Buffer.allocUnsafeSlow(SMALL_BUFFER);
  }

  /** Nothing when too many are in use. */
  takeLarge(): Buffer | undefined {
    if (this.largeInUse >= MAX_LARGE_IN_USE) return undefined;
    this.largeInUse++;
    return this.large.pop() ?? Buffer.allocUnsafeSlow(LARGE_BUFFER);
  }

  giveBack(buffer: Buffer): void {
    const isLarge = buffer.length === LARGE_BUFFER;
    this.forget(buffer);
    const pool = isLarge ? this.large : this.small;
    if (pool.length < (isLarge ? KEPT.large : KEPT.small)) pool.push(buffer);
  }

  /** Leaves the buffer to the garbage collector. */
  forget(buffer: Buffer): void {
    if (buffer.length === LARGE_BUFFER) this.largeInUse--;
  }
}
