import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { formatHexdump, isHexdump, parseHexdump } from '../../../src/core/bytes/hexdump';
import { Failure } from '../../../src/core/util/message';

const content = fc.uint8Array({ maxLength: 100 });

/** As Wireshark copies it: four-digit offsets, single spaces, and with or without the characters. */
function wireshark(bytes: Uint8Array, characters: boolean): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = Buffer.from(bytes.subarray(at, at + 16));
    const hex = (part.toString('hex').match(/../g) ?? []).join(' ');
    const text = part.toString('latin1').replace(/[^ -~]/g, '.');
    const offset = at.toString(16).padStart(4, '0');
    lines.push(characters ? `${offset}   ${hex.padEnd(47)}   ${text}` : `${offset}   ${hex}`);
  }
  return lines.join('\n');
}

function xxd(bytes: Uint8Array, group: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = Buffer.from(bytes.subarray(at, at + 16));
    const groups = part.toString('hex').match(new RegExp(`.{1,${group * 2}}`, 'g')) ?? [];
    const text = part.toString('latin1').replace(/[^ -~]/g, '.');
    const width = 32 + Math.ceil(16 / group) - 1;
    lines.push(`${at.toString(16).padStart(8, '0')}: ${groups.join(' ').padEnd(width)}  ${text}`);
  }
  return lines.join('\n');
}

function assertReads(text: string, bytes: Uint8Array): void {
  assert.deepEqual(Buffer.from(parseHexdump(text)), Buffer.from(bytes), text);
}

describe('hexdump', () => {
  it('reads back what it prints', () => {
    fc.assert(fc.property(content, (bytes) => assertReads(formatHexdump(bytes), bytes)));
  });

  it('reads what xxd prints, in any grouping', () => {
    fc.assert(
      fc.property(content, fc.constantFrom(1, 2, 4, 8), (bytes, group) =>
        assertReads(xxd(bytes, group), bytes),
      ),
    );
  });

  it('reads what Wireshark copies, with and without characters', () => {
    fc.assert(
      fc.property(content, fc.boolean(), (bytes, characters) =>
        assertReads(wireshark(bytes, characters), bytes),
      ),
    );
  });

  it('is not misled by characters that look like digits', () => {
    const bytes = Buffer.from('00 11 22 33 44 5ab cd ef');
    for (const text of [formatHexdump(bytes), xxd(bytes, 2), xxd(bytes, 1), wireshark(bytes, true)]) {
      assertReads(text, bytes);
    }
  });

  it('prints what hexdump -C prints', function () {
    const bytes = Buffer.from('The quick brown fox\0\r\n\xff jumps', 'latin1');
    let theirs: string;
    try {
      theirs = execFileSync('hexdump', ['-C'], { input: bytes, encoding: 'utf8' });
    } catch {
      return this.skip();
    }
    assert.equal(formatHexdump(bytes), theirs.slice(0, theirs.trimEnd().lastIndexOf('\n') + 1));
    assertReads(theirs, bytes);
  });

  it('repeats lines that a dump left out', () => {
    const text = '00000000  41 41 41 41  |AAAA|\n*\n0000000c  42  |B|\n0000000d\n';
    assertReads(text, Buffer.from('AAAAAAAAAAAAB'));
  });

  it('reads a part of a dump that does not begin at 0', () => {
    assertReads('00000010  41 42  |AB|\n', Buffer.from('AB'));
  });

  it('tells a dump from plain hexadecimal digits', () => {
    for (const dump of [
      '00000000  41 42  |AB|',
      '00000000: 4142  AB',
      '0000   41 42   AB',
      '000000 41 42 >AB<',
    ]) {
      assert.equal(isHexdump(dump), true, dump);
    }
    for (const plain of ['48656c6c6f', '48 65 6c 6c 6f', '48:65:6c', '4865 6c6c', '0x48, 0x65', '']) {
      assert.equal(isHexdump(plain), false, plain);
    }
  });

  it('names the line that it does not understand', () => {
    assert.throws(() => parseHexdump('00000000  41\nhello\n'), /Line 2 of the hexdump is not one: “hello”/);
    assert.throws(
      () => parseHexdump('00000000  41 42\n00000010  43\n'),
      /Line 2 of the hexdump begins at 10, but the lines before it end at 2/,
    );
  });

  it('does not let a short text become a huge one', () => {
    assert.throws(() => parseHexdump('00000000  41\n*\n7fffffff  41\n'), /more than 64 MiB/);
  });

  it('never fails in another way', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789abcdef :|*\n>.x'), maxLength: 80 });
    fc.assert(
      fc.property(text, (candidate) => {
        try {
          parseHexdump(candidate);
        } catch (error) {
          assert.ok(error instanceof Failure, String(error));
        }
      }),
    );
  });
});
