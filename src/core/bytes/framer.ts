import { concatBytes } from './concat';
import type { Framing } from './framing';

/**
 * Cuts one stream into frames: told every chunk, it says where frames end. It keeps no bytes, only where it is, and
 * says the same whether the bytes come one by one or at once (but for `none` and `idle`, which are about chunks).
 */
export interface Framer {
  /**
   * @param at milliseconds, on any clock that goes forward
   * @param endFrame called with the place after each frame's last byte, in rising order; 0 when the frame ended
   *   before this chunk
   */
  push(chunk: Uint8Array, at: number, endFrame: (end: number) => void): void;
}

/** @throws RangeError when the framing's numbers are out of their range */
export function createFramer(framing: Framing): Framer {
  switch (framing.kind) {
    case 'none':
      return new ChunkFramer();
    case 'line':
      return new DelimiterFramer(Uint8Array.of(0x0a));
    case 'delimiter':
      return new DelimiterFramer(framing.delimiter);
    case 'fixed':
      return new FixedFramer(framing.length);
    case 'lengthPrefix':
      return new LengthPrefixFramer(framing.width, framing.byteOrder === 'big', framing.includesPrefix);
    case 'idle':
      return new IdleFramer(framing.gapMs);
  }
}

class ChunkFramer implements Framer {
  push(chunk: Uint8Array, _at: number, endFrame: (end: number) => void): void {
    endFrame(chunk.length);
  }
}

/** Knuth–Morris–Pratt over the stream, so that a delimiter may begin in one chunk and end in another. */
class DelimiterFramer implements Framer {
  private readonly fallback: readonly number[];
  private matched = 0;

  constructor(private readonly delimiter: Uint8Array) {
    if (delimiter.length === 0) throw new RangeError('a delimiter needs at least one byte');
    this.fallback = fallbackTable(delimiter);
  }

  push(chunk: Uint8Array, _at: number, endFrame: (end: number) => void): void {
    const first = this.delimiter[0] as number;
    for (let i = 0; i < chunk.length; i++) {
      if (this.matched === 0) {
        i = chunk.indexOf(first, i);
        if (i < 0) return;
      }
      this.step(chunk[i] as number);
      if (this.matched < this.delimiter.length) continue;
      this.matched = 0;
      endFrame(i + 1);
    }
  }

  private step(byte: number): void {
    while (this.matched > 0 && this.delimiter[this.matched] !== byte) {
      this.matched = this.fallback[this.matched - 1] as number;
    }
    if (this.delimiter[this.matched] === byte) this.matched++;
  }
}

/** For each prefix of the pattern, the length of its longest proper prefix that is also its suffix. */
function fallbackTable(pattern: Uint8Array): number[] {
  const table = [0];
  for (let i = 1, matched = 0; i < pattern.length; i++) {
    while (matched > 0 && pattern[i] !== pattern[matched]) matched = table[matched - 1] as number;
    if (pattern[i] === pattern[matched]) matched++;
    table.push(matched);
  }
  return table;
}

class FixedFramer implements Framer {
  private left: number;

  constructor(private readonly length: number) {
    if (!Number.isInteger(length) || length < 1) throw new RangeError(`length ${length} is not ≥ 1`);
    this.left = length;
  }

  push(chunk: Uint8Array, _at: number, endFrame: (end: number) => void): void {
    let end = this.left;
    for (; end <= chunk.length; end += this.length) endFrame(end);
    this.left = end - chunk.length;
  }
}

class LengthPrefixFramer implements Framer {
  /** Bytes of the prefix that were seen, and their value so far. */
  private seen = 0;
  private value = 0;
  /** Bytes that the frame still needs after its prefix. */
  private left = 0;

  constructor(
    private readonly width: 1 | 2 | 4,
    private readonly bigEndian: boolean,
    private readonly includesPrefix: boolean,
  ) {}

  push(chunk: Uint8Array, _at: number, endFrame: (end: number) => void): void {
    for (let i = 0; i < chunk.length;) {
      if (this.seen < this.width) this.readPrefix(chunk[i++] as number);
      if (this.seen < this.width) continue;
      const taken = Math.min(this.left, chunk.length - i);
      this.left -= taken;
      i += taken;
      if (this.left > 0) return;
      this.seen = this.value = 0;
      endFrame(i);
    }
  }

  private readPrefix(byte: number): void {
    const weight = 256 ** (this.bigEndian ? this.width - 1 - this.seen : this.seen);
    this.value += byte * weight;
    if (++this.seen < this.width) return;
    // A length that does not even cover its own bytes is broken: the frame is its prefix.
    this.left = Math.max(0, this.includesPrefix ? this.value - this.width : this.value);
  }
}

class IdleFramer implements Framer {
  private lastAt: number | undefined;

  constructor(private readonly gapMs: number) {
    if (!(gapMs >= 0)) throw new RangeError(`gap ${gapMs} is not ≥ 0`);
  }

  push(_chunk: Uint8Array, at: number, endFrame: (end: number) => void): void {
    if (this.lastAt !== undefined && at - this.lastAt >= this.gapMs) endFrame(0);
    this.lastAt = at;
  }
}

/** A framer that keeps the bytes and gives whole frames: for what acts on messages. */
export class FrameReader {
  private readonly framer: Framer;
  private held: Uint8Array[] = [];
  private heldBytes = 0;

  constructor(framing: Framing) {
    this.framer = createFramer(framing);
  }

  /** Bytes of the frame that has not ended. Whoever reads from a stranger bounds it. */
  get pending(): number {
    return this.heldBytes;
  }

  /** The frames that end in this chunk, or ended before it. The chunk is copied. */
  push(chunk: Uint8Array, at: number): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let start = 0;
    this.framer.push(chunk, at, (end) => {
      this.hold(chunk.slice(start, end));
      start = end;
      // Empty only when an idle frame was flushed before its gap was noticed here.
      if (this.heldBytes > 0) frames.push(this.flush());
    });
    this.hold(chunk.slice(start));
    return frames;
  }

  /** Ends the frame under way (its stream ended, or for `idle` the gap is over) and returns it, possibly empty. */
  flush(): Uint8Array {
    const frame = concatBytes(this.held);
    this.held = [];
    this.heldBytes = 0;
    return frame;
  }

  private hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.held.push(bytes);
    this.heldBytes += bytes.length;
  }
}
