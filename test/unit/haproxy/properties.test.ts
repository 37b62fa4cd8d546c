import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textOf } from '../../../src/core/haproxy/document';
import type { Line } from '../../../src/core/haproxy/line';
import { outlineOf } from '../../../src/core/haproxy/outline';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import { globalTable, proxyTable } from '../../../src/core/haproxy/registry';
import type { Range } from '../../../src/core/text/range';
import { dataFile } from './support';

const token = fc.constantFrom(
  ...[
    'global',
    'defaults',
    'frontend',
    'backend',
    'listen',
    'from',
    'x',
    'no',
    'default',
    '.if',
    '.else',
    '.endif',
    '1',
  ],
  ...[
    '127.0.0.1:80',
    ':80-82',
    'unix@/a',
    '[::1]:1',
    '5s',
    '-1',
    '256',
    'check',
    'inter',
    'weight',
    '"$X"',
    '"${X[*]}"',
  ],
  ...[
    '"',
    "'",
    '\\',
    '#',
    '\\x4',
    '""',
    '\0',
    '\r',
    'é',
    '😀',
    '\uFEFF',
    '{',
    '},',
    '"${',
    'global',
    'name',
    'tcp',
    'http',
  ],
  ...[...globalTable.names, ...proxyTable.names],
);
const line = fc.array(token, { maxLength: 6 }).map((words) => words.join(' '));
const likely = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n', '\n '))
  .map(([lines, end]) => lines.join(end));
const text = fc.oneof(likely, fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }));

const lengths = (source: string) => source.split('\n').map((each) => each.length);

function assertInside({ startLine, startColumn, endLine, endColumn }: Range, lines: readonly number[]): void {
  assert.ok(startLine >= 0 && startColumn >= 0 && endLine < Math.max(1, lines.length), 'lines');
  assert.ok(startLine < endLine || (startLine === endLine && startColumn <= endColumn), 'order');
  assert.ok(startColumn <= (lines[startLine] ?? 0) && endColumn <= (lines[endLine] ?? 0), 'columns');
}

/** A line from its words, the blanks between them, and its comment. */
function rebuilt({ text: source, words, comment }: Line): string {
  let at = 0;
  let built = '';
  for (const { range } of words) {
    if (range.startColumn < at) continue; // the second of the words that one variable expanded to
    assert.match(source.slice(at, range.startColumn), /^[\t-\r \uFEFF]*$/);
    built += source.slice(at, range.startColumn) + source.slice(range.startColumn, range.endColumn);
    at = range.endColumn;
  }
  const gap = source.slice(at, comment ?? source.length);
  assert.match(gap, /^[\t-\r \uFEFF]*$/);
  return built + gap + (comment === undefined ? '' : source.slice(comment));
}

describe('any text as haproxy.cfg', () => {
  it('is rebuilt from its lines', () => {
    fc.assert(
      fc.property(text, (source) => {
        assert.equal(textOf(parseHaproxyConfig(source).document), source);
      }),
      { numRuns: 500 },
    );
  });

  it('has lines that are words, blanks and a comment, unless something is wrong with them', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { document, diagnostics } = parseHaproxyConfig(source);
        const cut = new Set(
          diagnostics
            .filter((each) => each.message.code.includes('.text.stray'))
            .map((each) => each.range.startLine),
        );
        for (const each of document.lines) {
          if (each.role !== 'broken' && !cut.has(each.number)) assert.equal(rebuilt(each), each.text);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, and its diagnostics and outline lie inside of it', () => {
    fc.assert(
      fc.property(text, (source) => {
        const parsed = parseHaproxyConfig(source, { env: { X: 'a b' } });
        const lines = lengths(source);
        for (const { range, fixes = [] } of parsed.diagnostics) {
          for (const each of [range, ...fixes.map((fix) => fix.range)]) assertInside(each, lines);
        }
        for (const item of outlineOf(parsed)) {
          for (const each of [item, ...item.children])
            [each.range, each.nameRange].forEach((range) => assertInside(range, lines));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('has a specification exactly when there is no error', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { diagnostics, spec } = parseHaproxyConfig(source);
        assert.equal(
          spec === undefined,
          diagnostics.some((each) => each.severity === 'error'),
        );
      }),
    );
  });

  it('keeps each section’s lines, and no line twice', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { lines, sections } = parseHaproxyConfig(source).document;
        const first = sections[0]?.header.number ?? lines.length;
        const owned = sections.flatMap((section) => [section.header, ...section.lines]);
        assert.deepEqual(owned, lines.slice(first));
      }),
    );
  });

  it('means the same with comments, blanks and CRLF added', () => {
    const source = dataFile('tcp.cfg');
    const plain = withoutPlaces(source);
    const noise = fc.array(fc.constantFrom('', '  # more', '\t', ' #"'), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(noise, (tails) => {
        const noisy = source
          .split('\n')
          .slice(0, -1)
          .map((each, i) => `${each}${tails[i] ?? ''}\r\n`)
          .join('');
        assert.deepEqual(withoutPlaces(noisy), plain);
      }),
      { numRuns: 50 },
    );
  });
});

function withoutPlaces(source: string): unknown {
  return JSON.parse(
    JSON.stringify(parseHaproxyConfig(source).spec, (key, value: unknown) =>
      key === 'range' ? undefined : value,
    ),
  );
}
