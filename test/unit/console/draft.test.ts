import assert from 'node:assert/strict';
import { bytesOfDraft } from '../../../src/core/console/draft';
import type { Draft } from '../../../src/core/console/page';
import { shownParts, sinceText, timeOfDay } from '../../../src/core/console/rowText';

function bytes(change: Partial<Draft>): string {
  const draft: Draft = { kind: 'text', text: '', ending: 'none', encoding: 'utf-8', ...change };
  return Buffer.from(bytesOfDraft(draft)).toString('latin1');
}

describe('draft of what is sent', () => {
  it('ends every line of a text as it is told, and adds nothing otherwise', () => {
    const text = 'one\ntwo';
    assert.equal(bytes({ text, ending: 'none' }), 'one\ntwo');
    assert.equal(bytes({ text, ending: 'lf' }), 'one\ntwo\n');
    assert.equal(bytes({ text, ending: 'crlf' }), 'one\r\ntwo\r\n');
    assert.equal(bytes({ text, ending: 'cr' }), 'one\rtwo\r');
  });

  it('writes a text in its encoding, but for the bytes that are given as escapes', () => {
    assert.equal(bytes({ text: '한\\xff\\0', encoding: 'euc-kr' }), '\xc7\xd1\xff\0');
    assert.throws(() => bytes({ text: '한', encoding: 'latin1' }), /“한” cannot be written in latin1/);
  });

  it('reads hex, a hexdump in the same place, and base64', () => {
    assert.equal(bytes({ kind: 'hex', text: '41 42', ending: 'lf' }), 'AB');
    assert.equal(bytes({ kind: 'hex', text: '00000000: 4142 43  ABC' }), 'ABC');
    assert.equal(bytes({ kind: 'base64', text: 'QUI=' }), 'AB');
    assert.throws(() => bytes({ kind: 'hex', text: '4x' }), /not a hexadecimal digit|half a byte/);
  });
});

describe('text of a row', () => {
  it('shows control characters by their names, those in a row together', () => {
    const parts = shownParts('a\0\r\nb\x7f\x1b\x85').map(({ text, isControl }) =>
      isControl ? `[${text}]` : text,
    );
    assert.deepEqual(parts, ['a', '[NUL CR LF]', 'b', '[DEL ESC 85]']);
    assert.deepEqual(shownParts(''), []);
  });

  it('tells times to the millisecond', () => {
    assert.equal(timeOfDay(new Date(2026, 0, 2, 3, 4, 5, 6).getTime()), '03:04:05.006');
    assert.equal(sinceText(12), '+0.012');
    assert.equal(sinceText(75_300), '+75.300');
  });
});
