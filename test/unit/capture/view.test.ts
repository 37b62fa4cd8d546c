import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { TranscriptRow, TranscriptView } from '../../../src/core/api/transcript';
import { compilePattern } from '../../../src/core/capture/matcher';
import { EntryKind } from '../../../src/core/capture/segment';
import { TranscriptLog } from '../../../src/core/capture/transcriptLog';
import { View } from '../../../src/core/capture/view';

const { received, sent, note, begin } = EntryKind;
const everything = Number.MAX_SAFE_INTEGER;
const line: TranscriptView = { framing: { kind: 'line' } };

function record(log: TranscriptLog, kind: typeof received | typeof sent, text: string, at = 0): void {
  log.record(kind, Buffer.from(text, 'latin1'), at);
}

function remark(log: TranscriptLog, text: string, kind: typeof note | typeof begin = note): void {
  log.note(kind, { code: 'test', template: text, args: {} }, 0);
}

/** Rows as short texts: `>` received, `<` sent, `?` not at its end, `#` a note. */
function show(view: View, from = 0, count = 1000): string[] {
  view.advance(everything);
  return view.page(from, count, 100).rows.map(brief);
}

function brief(row: TranscriptRow): string {
  if (row.kind === 'note') return `# ${row.message.template}`;
  return `${row.direction === 'received' ? '>' : '<'}${row.open ? '?' : ''} ${Buffer.from(row.bytes).toString('latin1')}`;
}

function bytes(text: string, ignoreCase = false) {
  return { kind: 'bytes', bytes: Buffer.from(text), ignoreCase } as const;
}

describe('view of a transcript', () => {
  it('shows chunks as they came, with notes between them', () => {
    const log = new TranscriptLog();
    remark(log, 'connected', begin);
    record(log, sent, 'hi');
    record(log, received, 'hello');
    remark(log, 'closed');
    const view = new View(log, { framing: { kind: 'none' } });
    assert.deepEqual(show(view), ['# connected', '< hi', '> hello', '# closed']);
  });

  it('cuts each direction by itself, in the order of first bytes', () => {
    const log = new TranscriptLog();
    for (const [kind, text] of [
      [received, 'a1'],
      [sent, 'b1\nb2'],
      [received, 'a2\n'],
      [sent, '\n'],
    ] as const) {
      record(log, kind, text);
    }
    assert.deepEqual(show(new View(log, line)), ['> a1a2\n', '< b1\n', '< b2\n']);
  });

  it('shows the frame that has not ended, and lets it grow', () => {
    const log = new TranscriptLog();
    record(log, received, 'login: ');
    const view = new View(log, line);
    assert.deepEqual(show(view), ['>? login: ']);
    record(log, sent, 'bob\n');
    record(log, received, 'again\n');
    assert.deepEqual(show(view), ['> login: again\n', '< bob\n']);
  });

  it('does not let a frame reach into the next connection', () => {
    const log = new TranscriptLog();
    record(log, received, 'cut o');
    remark(log, 'connected', begin);
    record(log, received, 'fresh\n');
    assert.deepEqual(show(new View(log, line)), ['> cut o', '# connected', '> fresh\n']);
  });

  it('filters by direction and pattern; a frame that matches late takes its place', () => {
    const log = new TranscriptLog();
    record(log, received, 'one ');
    record(log, sent, 'two x\n');
    const view = new View(log, { ...line, filter: bytes('X', true) });
    assert.deepEqual(show(view), ['< two x\n']);
    record(log, received, 'x');
    assert.deepEqual(show(view), ['>? one x', '< two x\n']);
    record(log, received, '\n');
    remark(log, 'closed');
    assert.deepEqual(show(view), ['> one x\n', '< two x\n']);
    assert.deepEqual(show(new View(log, { ...line, direction: 'sent' })), ['< two x\n', '# closed']);
  });

  it('filters by a regular expression over UTF-8', () => {
    const log = new TranscriptLog();
    for (const text of ['GET /\r\n', 'post 한글\n', 'PUT 7\n']) log.record(received, Buffer.from(text), 0);
    const shown = (source: string, ignoreCase = false) =>
      show(new View(log, { ...line, filter: { kind: 'regex', source, ignoreCase } })).length;
    assert.equal(shown('^P[UO]'), 1);
    assert.equal(shown('^p[uo]', true), 2);
    assert.equal(shown('[가-힣]+'), 1);
    assert.equal(shown('^(GET|PUT)\\b.*\\n'), 2);
    assert.throws(() => shown('('), /“\(” is not a regular expression: missing closing/);
  });

  it('finds forwards and backwards from a position, in steps', () => {
    const log = new TranscriptLog();
    for (let i = 0; i < 100; i++) record(log, received, i % 30 === 7 ? `hit ${i}\n` : `miss ${i}\n`);
    const view = new View(log, line);
    view.advance(everything);
    const matches = compilePattern(bytes('hit'));
    const find = (from: number, backwards: boolean): number | undefined => {
      let step = view.search(matches, from, backwards, 100);
      while (step.next !== undefined) step = view.search(matches, step.next, backwards, 100);
      return step.found;
    };
    assert.equal(find(0, false), 7);
    assert.equal(find(8, false), 37);
    assert.equal(find(98, false), undefined);
    assert.equal(find(500, true), 97);
    assert.equal(find(96, true), 67);
    assert.equal(find(6, true), undefined);
  });

  it('keeps the positions of rows when older ones are evicted', () => {
    const log = new TranscriptLog();
    const text = 'x'.repeat(99) + '\n';
    for (let i = 0; i < 30_000; i++) record(log, received, i === 25_000 ? 'needle\n' : text);
    const view = new View(log, line);
    const filtered = new View(log, { ...line, filter: bytes('needle') });
    assert.deepEqual(show(filtered), ['> needle\n']);
    view.advance(everything);
    const gone = log.evict()!.count;
    assert.deepEqual(show(view, 25_000, 1), ['> needle\n']);
    assert.deepEqual(show(filtered), ['> needle\n']);
    const page = view.page(0, 1, 10);
    assert.deepEqual([page.first, page.from, page.end], [gone, gone, 30_000]);
    while (log.evict());
    show(filtered);
    assert.deepEqual([filtered.first, filtered.end], [1, 1]);
    record(log, received, 'needle again\n');
    assert.deepEqual(show(filtered, 1), ['> needle again\n']);
  });

  it('counts a negative position from the end', () => {
    const log = new TranscriptLog();
    for (const text of ['a\n', 'b\n', 'c\n']) record(log, received, text);
    assert.deepEqual(show(new View(log, line), -2, 10), ['> b\n', '> c\n']);
    assert.deepEqual(show(new View(log, line), -9, 10), ['> a\n', '> b\n', '> c\n']);
  });

  it('tells the time since the row before it', () => {
    const log = new TranscriptLog();
    record(log, received, 'a\n', 1000);
    record(log, sent, 'b\n', 1250);
    const view = new View(log, line);
    view.advance(everything);
    assert.deepEqual(
      view.page(0, 2, 10).rows.map((row) => row.sinceMs),
      [0, 250],
    );
  });

  it('gives the same rows whether it follows or comes at the end, and whatever its steps', () => {
    const chunk = fc.tuple(
      fc.constantFrom(received, sent),
      fc.string({ unit: fc.constantFrom('a', 'x', '\n'), minLength: 1, maxLength: 9 }),
    );
    const shapes = fc.constantFrom<TranscriptView>(
      line,
      { ...line, direction: 'received' },
      { ...line, filter: bytes('x') },
      { framing: { kind: 'fixed', length: 3 }, filter: bytes('ax') },
    );
    fc.assert(
      fc.property(fc.array(chunk), fc.integer({ min: 1, max: 300 }), shapes, (chunks, step, shape) => {
        const log = new TranscriptLog();
        const following = new View(log, shape);
        for (const [kind, text] of chunks) {
          record(log, kind, text);
          following.advance(step);
        }
        assert.deepEqual(show(following), show(new View(log, shape)));
      }),
    );
  });

  it('splits what is longer than a row can be, and loses nothing', () => {
    const log = new TranscriptLog();
    const all = Buffer.alloc(2_500_000, 'abc');
    log.record(received, all, 0);
    const view = new View(log, line);
    view.advance(everything);
    const { rows } = view.page(0, 10, all.length);
    assert.deepEqual(
      rows.map((row) => row.kind === 'frame' && row.length),
      [1_048_576, 1_048_576, 402_848],
    );
    assert.ok(Buffer.concat(rows.map((row) => (row.kind === 'frame' ? row.bytes : Buffer.of()))).equals(all));
  });

  it('works 100,000 chunks in, and 10,000 more, in little time', () => {
    const log = new TranscriptLog();
    const text = Buffer.from('0123456789 some reading of a sensor\n');
    for (let i = 0; i < 100_000; i++) log.record(received, text, i);
    const view = new View(log, { ...line, filter: bytes('sensor') });
    view.advance(everything);
    for (let i = 0; i < 10_000; i++) log.record(received, text, i);
    const start = performance.now();
    for (let i = 0; i < 100; i++) view.advance(10_000);
    assert.ok(view.advance(0));
    assert.equal(view.page(-100, 100, 256).rows.length, 100);
    assert.ok(performance.now() - start < 500, `${performance.now() - start} ms`);
  });
});
