import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { EntryKind } from '../../../src/core/capture/segment';
import { TranscriptLog } from '../../../src/core/capture/transcriptLog';

const { received, sent, note } = EntryKind;

describe('transcript log', () => {
  it('gives every byte back, of one direction or of both, from any offset', () => {
    const chunk = fc.tuple(fc.constantFrom(received, sent), fc.uint8Array({ minLength: 1, maxLength: 2000 }));
    fc.assert(
      fc.property(fc.array(chunk), fc.nat(5000), fc.nat(5000), (chunks, offset, length) => {
        const log = new TranscriptLog();
        for (const [kind, bytes] of chunks) {
          log.record(kind, bytes, 0);
          log.note(note, { code: 'test', template: 'between', args: {} }, 0);
        }
        for (const direction of ['received', 'sent', undefined] as const) {
          const all = Buffer.concat(
            chunks.filter(([kind]) => !direction || kind === EntryKind[direction]).map(([, bytes]) => bytes),
          );
          const extract = log.extract(direction, offset, length);
          assert.deepEqual(Buffer.from(extract.bytes), all.subarray(offset, offset + length));
        }
      }),
    );
  });

  it('copies: the caller may use its buffer again', () => {
    const log = new TranscriptLog();
    const buffer = Buffer.from('before');
    log.record(received, buffer, 0);
    buffer.fill(0);
    assert.equal(Buffer.from(log.extract('received', 0, 10).bytes).toString(), 'before');
  });

  it('says what is gone, and where what is left begins', () => {
    const log = new TranscriptLog();
    const chunk = Buffer.alloc(100_000);
    for (let i = 0; i < 30; i++) log.record(i % 3 === 0 ? sent : received, chunk, 0);
    assert.deepEqual(log.evicted, { chunks: 0, bytes: 0 });
    const gone = log.evict()!;
    assert.deepEqual(log.evicted, { chunks: gone.chunks, bytes: gone.chunks * 100_000 });
    const extract = log.extract('received', 0, 1_000_000_000);
    assert.equal(extract.offset, gone.received);
    assert.equal(extract.offset + extract.bytes.length, 2_000_000);
    assert.equal(log.total.sent, 1_000_000);
  });

  it('takes little memory for a short connection, and says by how much it grows', () => {
    const log = new TranscriptLog();
    let grown = log.record(received, Buffer.alloc(100), 0);
    assert.ok(grown < 2048, `${grown} bytes`);
    for (let i = 0; i < 100_000; i++) grown += log.record(sent, Buffer.alloc(i % 64), i);
    assert.equal(log.size, grown);
    assert.ok(log.size < 2.5 * log.total.sent, `${log.size} bytes for ${log.total.sent}`);
  });
});
