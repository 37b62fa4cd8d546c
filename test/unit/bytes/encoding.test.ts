import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeText, encodeText, encodings, type Encoding } from '../../../src/core/bytes/encoding';

function hex(text: string, encoding: Encoding): string {
  const result = encodeText(text, encoding);
  return 'bytes' in result ? Buffer.from(result.bytes).toString('hex') : `missing ${result.missing}`;
}

describe('encoding', () => {
  it('writes the bytes that each encoding has for a text', () => {
    assert.equal(hex('안녕', 'utf-8'), 'ec9588eb8595');
    assert.equal(hex('안녕', 'euc-kr'), 'bec8b3e7');
    assert.equal(hex('日本', 'shift_jis'), '93fa967b');
    assert.equal(hex('日本', 'euc-jp'), 'c6fccbdc');
    assert.equal(hex('你好', 'gbk'), 'c4e3bac3');
    assert.equal(hex('你好', 'big5'), 'a741a66e');
    assert.equal(hex('Да', 'windows-1251'), 'c4e0');
    assert.equal(hex('é\u0085', 'latin1'), 'e985');
    assert.equal(hex('A😀', 'utf-16le'), '41003dd800de');
    assert.equal(hex('A😀', 'utf-16be'), '0041d83dde00');
  });

  it('leaves ASCII as it is in every encoding of bytes', () => {
    const ascii = 'GET / HTTP/1.1\r\n\t"{}~';
    for (const encoding of encodings.filter((name) => !name.startsWith('utf-16'))) {
      assert.equal(hex(ascii, encoding), Buffer.from(ascii).toString('hex'), encoding);
    }
  });

  it('names a character that the encoding does not have', () => {
    assert.deepEqual(encodeText('a한', 'latin1'), { missing: '한' });
    assert.deepEqual(encodeText('😀', 'euc-kr'), { missing: '😀' });
  });

  it('reads back every text that it can write', () => {
    const character = fc.oneof(
      fc.string({ minLength: 1, maxLength: 1 }),
      fc.integer({ min: 0xa1, max: 0xd7a3 }).map((code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.array(character), fc.constantFrom(...encodings), (characters, encoding) => {
        const text = characters.filter((each) => 'bytes' in encodeText(each, encoding)).join('');
        const result = encodeText(text, encoding);
        assert.ok('bytes' in result);
        assert.equal(decodeText(result.bytes, encoding), text);
      }),
    );
  });

  it('reads any bytes in any encoding without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(...encodings), (bytes, encoding) => {
        assert.equal(typeof decodeText(bytes, encoding), 'string');
      }),
    );
  });
});
