import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { FrameReader, createFramer } from '../../../src/core/bytes/framer';
import type { Framing } from '../../../src/core/bytes/framing';

/** Bytes from a small alphabet, so that delimiters and lengths come up. */
const bytes = fc.uint8Array({ max: 12, maxLength: 200 });

const streamFraming: fc.Arbitrary<Framing> = fc.oneof(
  fc.constant({ kind: 'line' } as const),
  fc.record({
    kind: fc.constant('delimiter' as const),
    delimiter: fc.uint8Array({ min: 9, max: 11, minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('fixed' as const), length: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    kind: fc.constant('lengthPrefix' as const),
    width: fc.constantFrom(1 as const, 2 as const, 4 as const),
    byteOrder: fc.constantFrom('big' as const, 'little' as const),
    includesPrefix: fc.boolean(),
  }),
);

function ends(framing: Framing, chunks: readonly Uint8Array[]): number[] {
  const framer = createFramer(framing);
  const found: number[] = [];
  let offset = 0;
  for (const chunk of chunks) {
    framer.push(chunk, 0, (end) => found.push(offset + end));
    offset += chunk.length;
  }
  return found;
}

function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return [...chunks, stream.subarray(at)];
}

function frames(framing: Framing, ...chunks: readonly (readonly number[])[]): number[][] {
  const reader = new FrameReader(framing);
  return chunks.flatMap((chunk) => reader.push(Uint8Array.from(chunk), 0)).map((frame) => [...frame]);
}

describe('framer', () => {
  it('finds the same frames however the stream was cut into chunks', () => {
    fc.assert(
      fc.property(streamFraming, bytes, fc.array(fc.nat(9)), (framing, stream, sizes) => {
        const whole = ends(framing, [stream]);
        assert.deepEqual(ends(framing, cut(stream, sizes)), whole);
        assert.deepEqual(
          ends(
            framing,
            [...stream].map((byte) => Uint8Array.of(byte)),
          ),
          whole,
        );
      }),
    );
  });

  it('finds a delimiter exactly where a search through the whole stream does', () => {
    const delimiter = fc.uint8Array({ min: 9, max: 11, minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(delimiter, fc.uint8Array({ min: 9, max: 11, maxLength: 300 }), (wanted, stream) => {
        const expected: number[] = [];
        const haystack = Buffer.from(stream);
        for (let at = haystack.indexOf(wanted); at >= 0; at = haystack.indexOf(wanted, at + wanted.length)) {
          expected.push(at + wanted.length);
        }
        assert.deepEqual(ends({ kind: 'delimiter', delimiter: wanted }, [stream]), expected);
      }),
    );
  });

  it('gives back every byte, in order', () => {
    fc.assert(
      fc.property(streamFraming, bytes, fc.array(fc.nat(9)), (framing, stream, sizes) => {
        const reader = new FrameReader(framing);
        const read = cut(stream, sizes).flatMap((chunk) => reader.push(chunk, 0));
        read.push(reader.flush());
        assert.deepEqual(Buffer.concat(read), Buffer.from(stream));
        assert.equal(reader.pending, 0);
      }),
    );
  });

  it('reads a length before each frame in either byte order, with or without its own bytes', () => {
    const big = { kind: 'lengthPrefix', width: 2, byteOrder: 'big', includesPrefix: false } as const;
    assert.deepEqual(frames(big, [0, 3, 1, 2], [3, 0, 0, 0, 1, 9, 0]), [
      [0, 3, 1, 2, 3],
      [0, 0],
      [0, 1, 9],
    ]);
    const little = { kind: 'lengthPrefix', width: 4, byteOrder: 'little', includesPrefix: true } as const;
    assert.deepEqual(frames(little, [5, 0, 0, 0, 7, 4, 0, 0, 0]), [
      [5, 0, 0, 0, 7],
      [4, 0, 0, 0],
    ]);
  });

  it('takes a length that does not cover its own bytes as a frame of its prefix alone', () => {
    const framing = { kind: 'lengthPrefix', width: 2, byteOrder: 'big', includesPrefix: true } as const;
    assert.deepEqual(frames(framing, [0, 1, 0, 2]), [
      [0, 1],
      [0, 2],
    ]);
  });

  it('reads lengths of four bytes as unsigned', () => {
    const framing = { kind: 'lengthPrefix', width: 4, byteOrder: 'big', includesPrefix: false } as const;
    const reader = new FrameReader(framing);
    assert.deepEqual(reader.push(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 1, 2), 0), []);
    assert.equal(reader.pending, 6);
  });

  it('ends an idle frame when the gap is over, and not before', () => {
    const reader = new FrameReader({ kind: 'idle', gapMs: 10 });
    assert.deepEqual(reader.push(Uint8Array.of(1), 100), []);
    assert.deepEqual(reader.push(Uint8Array.of(2), 109), []);
    assert.deepEqual(reader.push(Uint8Array.of(3), 119), [Uint8Array.of(1, 2)]);
    assert.deepEqual(reader.flush(), Uint8Array.of(3));
    assert.deepEqual(reader.push(Uint8Array.of(4), 500), [], 'no empty frame after a flush');
  });

  it('takes each chunk as a frame without a framing', () => {
    assert.deepEqual(frames({ kind: 'none' }, [1, 2], [3]), [[1, 2], [3]]);
  });

  it('refuses numbers that make no framing', () => {
    assert.throws(() => createFramer({ kind: 'fixed', length: 0 }), RangeError);
    assert.throws(() => createFramer({ kind: 'idle', gapMs: NaN }), RangeError);
    assert.throws(() => createFramer({ kind: 'delimiter', delimiter: new Uint8Array() }), RangeError);
  });
});
