import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBase64, printBase64 } from '../../../src/core/bytes/base64';
import { parseEscapes, printEscapes } from '../../../src/core/bytes/escapes';
import { parseHex, printHex } from '../../../src/core/bytes/hex';
import { ParseFailure } from '../../../src/core/bytes/parseFailure';

const bytesOf = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const anyBytes = fc.uint8Array({ maxLength: 300 });

/** Where parsing fails, as `text[offset, offset + length)`, and with which message. */
function failureOf(parse: (text: string) => unknown, text: string): [code: string, part: string] {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof ParseFailure, String(error));
    return [error.detail.code.replace('payload.', ''), text.slice(error.offset, error.offset + error.length)];
  }
  return assert.fail(`${JSON.stringify(text)} was taken`);
}

function neverFailsOtherwise(parse: (text: string) => unknown) {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      try {
        parse(text);
      } catch (error) {
        assert.ok(error instanceof ParseFailure);
        assert.ok(error.offset >= 0 && error.length > 0 && error.offset + error.length <= text.length);
      }
    }),
    { numRuns: 2000 },
  );
}

describe('text with escapes', () => {
  it('adds nothing that is not written', () => {
    assert.deepEqual(parseEscapes(''), bytesOf());
    assert.deepEqual(parseEscapes('안녕 é'), utf8('안녕 é'));
    assert.deepEqual(parseEscapes('two\nlines\r\n'), utf8('two\nlines\r\n'));
  });

  it('knows every escape', () => {
    assert.deepEqual(
      parseEscapes('\\n\\r\\t\\0\\a\\b\\e\\f\\v\\\\\\"\\\''),
      bytesOf(10, 13, 9, 0, 7, 8, 27, 12, 11, 92, 34, 39),
    );
    assert.deepEqual(parseEscapes('\\xff\\x0A\\x80'), bytesOf(255, 10, 128));
    assert.deepEqual(parseEscapes('\\u00e9\\u{1F600}\\uD83D\\uDE00'), utf8('é😀😀'));
  });

  it('encodes characters as asked and leaves \\xHH alone', () => {
    const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
    assert.deepEqual(parseEscapes('é\\xc3\\u00ff', latin1), bytesOf(0xe9, 0xc3, 0xff));
  });

  it('says what is wrong, and where', () => {
    const cases: [text: string, code: string, part: string][] = [
      ['a\\', 'loneBackslash', '\\'],
      ['a\\qb', 'unknownEscape', '\\q'],
      ['a\\xg1', 'badHexEscape', '\\x'],
      ['\\x1', 'badHexEscape', '\\x'],
      ['\\u12z', 'badUnicodeEscape', '\\u12'],
      ['x\\u{110000}y', 'badUnicodeEscape', '\\u{110000}'],
      ['\\u{12', 'badUnicodeEscape', '\\u{12'],
      ['é\\012', 'octalEscape', '\\01'],
      ['\\x00a\\ud83d!', 'loneSurrogate', 'a\\ud83d!'],
    ];
    for (const [text, code, part] of cases)
      assert.deepEqual(failureOf(parseEscapes, text), [code, part], text);
    neverFailsOtherwise(parseEscapes);
  });

  it('prints what cannot be seen as escapes, and the rest as it is', () => {
    assert.equal(printEscapes(utf8('안녕 "é"\r\n')), '안녕 "é"\\r\\n');
    assert.equal(printEscapes(bytesOf(0, 0x31, 0, 0x1b, 0x7f, 0xff, 0x5c)), '\\x001\\0\\e\\x7f\\xff\\\\');
    assert.equal(printEscapes(utf8('\ufeffa\u202eb\u0085\u2028')), '\\u{feff}a\\u{202e}b\\u{85}\\u{2028}');
    // Overlong, surrogate, above U+10FFFF and cut short.
    assert.equal(
      printEscapes(bytesOf(0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xe2, 0x82)),
      '\\xc0\\x80\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80\\xe2\\x82',
    );
  });

  it('reads back all that it prints', () => {
    const mixed = fc.array(fc.oneof(anyBytes, fc.string({ unit: 'binary' }).map(utf8)), { maxLength: 6 });
    fc.assert(
      fc.property(mixed, (parts) => {
        const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
        const text = printEscapes(bytes);
        assert.deepEqual(parseEscapes(text), bytes);
        assert.doesNotMatch(text, /\p{Cc}/u);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('hexadecimal', () => {
  it('takes the usual ways to write it', () => {
    for (const text of [
      '01abff',
      '01 AB ff',
      '0x01,0xab, 0xFF',
      '01:ab:ff',
      '\\x01\\xab\\xff',
      '01-ab_ff\r\n',
    ])
      assert.deepEqual(parseHex(text), bytesOf(1, 0xab, 0xff), text);
    assert.deepEqual(parseHex(' \n'), bytesOf());
  });

  it('says what is wrong, and where', () => {
    assert.deepEqual(failureOf(parseHex, '01 0g'), ['halfByte', '0']);
    assert.deepEqual(failureOf(parseHex, '01 g0'), ['notHex', 'g']);
    assert.deepEqual(failureOf(parseHex, 'ab cde'), ['halfByte', 'cde']);
    assert.deepEqual(failureOf(parseHex, '0x'), ['halfByte', '0']);
    neverFailsOtherwise(parseHex);
  });

  it('reads back all that it prints', () => {
    fc.assert(
      fc.property(anyBytes, fc.constantFrom('', ' ', ':', ', 0x'), (bytes, separator) => {
        assert.deepEqual(parseHex(printHex(bytes, separator)), bytes);
      }),
    );
  });
});

describe('base64', () => {
  it('is that of Node', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        assert.equal(printBase64(bytes), Buffer.from(bytes).toString('base64'));
        assert.deepEqual(parseBase64(printBase64(bytes)), bytes);
        assert.deepEqual(parseBase64(Buffer.from(bytes).toString('base64url')), bytes);
      }),
    );
    assert.deepEqual(parseBase64(' AQ\n I= \n'), bytesOf(1, 2));
  });

  it('says what is wrong, and where', () => {
    assert.deepEqual(failureOf(parseBase64, 'AQ*I'), ['notBase64', '*']);
    assert.deepEqual(failureOf(parseBase64, 'AQIDB'), ['shortBase64', 'B']);
    assert.deepEqual(failureOf(parseBase64, 'AQJ'), ['looseBase64', 'J']);
    assert.deepEqual(failureOf(parseBase64, 'AQ==AQ'), ['afterPadding', 'A']);
    assert.deepEqual(failureOf(parseBase64, 'AQ='), ['badPadding', '=']);
    assert.deepEqual(failureOf(parseBase64, 'AQID===='), ['badPadding', '====']);
    neverFailsOtherwise(parseBase64);
  });
});
