import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ParseFailure } from '../../../src/core/bytes/parseFailure';
import {
  compileTemplate,
  printTemplate,
  renderTemplate,
  templateValues,
} from '../../../src/core/bytes/template';

const context = {
  request: Uint8Array.of(0x70, 0xff, 0x00, 0x7b),
  counter: 3,
  time: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  node: 'alpha',
  peer: '127.0.0.1:40000',
};
const rendered = (text: string) =>
  Buffer.from(renderTemplate(compileTemplate(text), context)).toString('latin1');

describe('answer templates', () => {
  it('put values between bytes', () => {
    assert.equal(
      rendered('{node} #{counter} {time} {peer}\\r\\n'),
      'alpha #3 2026-01-02T03:04:05.006Z 127.0.0.1:40000\r\n',
    );
    assert.equal(rendered(''), '');
    assert.equal(rendered('\\xff\\0'), '\xff\0');
  });

  it('give the request back byte by byte', () => {
    assert.equal(rendered('<{request}>'), '<p\xff\0{>');
    assert.deepEqual(renderTemplate(['request'], context), context.request);
  });

  it('take a doubled brace as one, and a closing one as itself', () => {
    assert.equal(rendered('{{"n": {counter}}'), '{"n": 3}');
    assert.equal(rendered('{{{{node}}'), '{{node}}');
    assert.equal(rendered('\\x7bnode}\\u{7b}\\u007b'), '{node}{{');
  });

  it('say what is wrong, and where', () => {
    const cases: [text: string, message: string, part: string][] = [
      ['a {reqest}', '“{reqest}” is not a value. Did you mean {request}? Write {{ for a brace.', '{reqest}'],
      [
        '{wat}',
        '“{wat}” is not a value. Known are {request} {counter} {time} {node} {peer}; write {{ for a brace.',
        '{wat}',
      ],
      ['{"a": 1}', 'This brace opens a value that does not end. Write {{ for a brace.', '{'],
      [
        '{node} {{\\q',
        '“\\q” is not an escape. Write \\\\ for a backslash; the escapes are \\n \\r \\t \\0 \\a \\b \\e \\f \\v \\" \\xHH \\uHHHH \\u{H…}.',
        '\\q',
      ],
    ];
    for (const [text, message, part] of cases)
      assert.throws(
        () => compileTemplate(text),
        (error) => {
          assert.ok(error instanceof ParseFailure);
          assert.equal(error.message, message);
          assert.equal(text.slice(error.offset, error.offset + error.length), part);
          return true;
        },
      );
  });

  it('are read back as they are printed', () => {
    const part = fc.oneof(
      fc.constantFrom(...templateValues),
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.constant(Uint8Array.of(0x7b, 0x7b, 0xc2, 0x85, 0x7d)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (template) => {
        assert.deepEqual(
          renderTemplate(compileTemplate(printTemplate(template)), context),
          renderTemplate(template, context),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
