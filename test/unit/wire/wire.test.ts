import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileTemplate } from '../../../src/core/bytes/template';
import type { Diagnostic } from '../../../src/core/text/diagnostic';
import { format } from '../../../src/core/util/message';
import { appendServers, declarationOf } from '../../../src/core/wire/append';
import { serverSpec } from '../../../src/core/wire/lower';
import type { ServerDeclaration } from '../../../src/core/wire/model';
import { parseWire } from '../../../src/core/wire/parse';
import { printServer } from '../../../src/core/wire/print';

/** The declarations of a file that must have nothing wrong with it. */
function servers(text: string): ServerDeclaration[] {
  const { blocks, diagnostics } = parseWire(text);
  assert.deepEqual(
    diagnostics.map(({ message }) => format(message)),
    [],
  );
  return blocks.flatMap((block) => (block.kind === 'server' ? [block.declaration] : []));
}

/** The declaration without what is only there to say that it is not. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const block = (...lines: string[]) => ['### alpha', 'listen 127.0.0.1:5001', ...lines].join('\n');

/** Each problem as `part of the text: message → fixed lines`. */
function problems(text: string): string[] {
  return parseWire(text).diagnostics.map(({ range, message, fixes = [] }) => {
    const lines = text.split('\n');
    const part = lines[range.startLine]!.slice(range.startColumn, range.endColumn);
    const fixed = fixes.map((fix) => ` → ${applied(text, fix).split('\n')[fix.range.startLine]}`);
    return `${part}: ${format(message)}${fixed.join('')}`;
  });
}

function applied(text: string, { range, newText }: NonNullable<Diagnostic['fixes']>[number]): string {
  const lines = text.split('\n');
  const line = lines[range.startLine]!;
  lines[range.startLine] = line.slice(0, range.startColumn) + newText + line.slice(range.endColumn);
  return lines.join('\n');
}

describe('.wire files', () => {
  it('declare servers with each behaviour', () => {
    const text = `# A comment.
### alpha
listen 127.0.0.1:5001          # and another
reply
  greeting "hello from {node}\\r\\n"
  answer   "{node} #{counter}: {request}"
  close
framing delimiter "\\r\\n\\r\\n"
delay 50ms
tls self-signed

### 두 번째 server
listen [::1]:0
http
  status 503
  header Retry-After "1"
  header X-Name "caf\\u00e9 \\"x\\""
  body "sorry\\n"
tls
  cert certs/a.pem
  key "my certs/a.key"
### e
listen *:7
echo
### d
listen "unix@/tmp/a b.sock"
discard
### c
listen 19
chargen
delay 1.5s
### t
listen localhost:13
daytime
`;
    const [alpha, second, ...rest] = servers(text);
    assert.deepEqual(
      plain(alpha),
      plain({
        name: 'alpha',
        address: { kind: 'tcp', host: '127.0.0.1', port: 5001 },
        behaviour: {
          kind: 'reply',
          greeting: compileTemplate('hello from {node}\\r\\n'),
          answer: compileTemplate('{node} #{counter}: {request}'),
          closeAfterReply: true,
          framing: { kind: 'delimiter', delimiter: Uint8Array.of(13, 10, 13, 10) },
        },
        delayMs: 50,
        tls: { kind: 'selfSigned' },
      }),
    );
    assert.deepEqual(
      plain(second),
      plain({
        name: '두 번째 server',
        address: { kind: 'tcp', host: '::1', port: 0 },
        behaviour: {
          kind: 'http',
          status: 503,
          body: compileTemplate('sorry\\n'),
          headers: [
            ['Retry-After', '1'],
            ['X-Name', 'café "x"'],
          ],
        },
        tls: { kind: 'files', cert: 'certs/a.pem', key: 'my certs/a.key' },
      }),
    );
    assert.deepEqual(
      rest.map(({ name, behaviour, delayMs }) => [name, behaviour.kind, delayMs]),
      [
        ['e', 'echo', undefined],
        ['d', 'discard', undefined],
        ['c', 'chargen', 1500],
        ['t', 'daytime', undefined],
      ],
    );
    assert.deepEqual(rest[1]?.address, { kind: 'unix', path: '/tmp/a b.sock' });
  });

  it('know where each block and its name stand', () => {
    const { blocks } = parseWire('\n###  one  \nlisten 1\necho # x\n\n### two');
    assert.deepEqual(
      blocks.map(({ kind, name, nameRange, range }) => ({ kind, name, nameRange, range })),
      [
        {
          kind: 'server',
          name: 'one',
          nameRange: { startLine: 1, startColumn: 5, endLine: 1, endColumn: 8 },
          range: { startLine: 1, startColumn: 0, endLine: 3, endColumn: 4 },
        },
        {
          kind: 'broken',
          name: 'two',
          nameRange: { startLine: 5, startColumn: 4, endLine: 5, endColumn: 7 },
          range: { startLine: 5, startColumn: 0, endLine: 5, endColumn: 7 },
        },
      ],
    );
  });

  it('read every framing', () => {
    const framing = (words: string) => {
      const [server] = servers(block(`framing ${words}`, 'reply', '  answer "x"'));
      return server?.behaviour.kind === 'reply' && server.behaviour.framing;
    };
    assert.deepEqual(framing('line'), { kind: 'line' });
    assert.deepEqual(framing('delimiter "\\0"'), { kind: 'delimiter', delimiter: Uint8Array.of(0) });
    assert.deepEqual(framing('fixed 8'), { kind: 'fixed', length: 8 });
    assert.deepEqual(framing('idle 200ms'), { kind: 'idle', gapMs: 200 });
    const prefix = { kind: 'lengthPrefix', width: 2, byteOrder: 'big', includesPrefix: false };
    assert.deepEqual(framing('length 2'), prefix);
    assert.deepEqual(framing('length 4 little inclusive'), {
      ...prefix,
      width: 4,
      byteOrder: 'little',
      includesPrefix: true,
    });
  });

  it('say what is wrong, where, and how to mend it', () => {
    const cases: [text: string, ...expected: string[]][] = [
      [
        'listen 1\n### a\nlisten 1\necho',
        'listen 1: This stands before the first block. A block begins with a line “### NAME”.',
      ],
      ['###\nlisten 1\necho', '###: This block has no name. Write “### NAME”.'],
      [
        '### a\nlisten 1\necho\n### a\nlisten 2\necho',
        'a: Another block is called “a”, in line 1. Names are unique in a file.',
      ],
      ['### a\necho', 'a: “a” does not say where it listens. Add a line such as “listen 127.0.0.1:5000”.'],
      [
        '### a\nlisten 1',
        'a: “a” does not say what it does. Add one of echo, discard, chargen, daytime, reply, http.',
      ],
      [
        block('echo', 'discard'),
        'discard: “alpha” does two things: this, and “echo” in line 3. A block has one behaviour.',
      ],
      [
        block('ehco'),
        'alpha: “alpha” does not say what it does. Add one of echo, discard, chargen, daytime, reply, http.',
        'ehco: “ehco” is not known here. Did you mean “echo”? → echo',
      ],
      [
        block('echo', 'wibble 1'),
        'wibble: “wibble” is not known here. Known are listen, echo, discard, chargen, daytime, reply, http, framing, delay, tls.',
      ],
      [block('echo', 'delay 5ms', 'delay 6ms'), 'delay: “delay” is given already, in line 4. → '],
      [block('echo 5'), '5: “echo” takes nothing more: “5” is too much. → echo '],
      [
        block('echo', '  answer "x"'),
        'answer: “echo” takes no options of its own: nothing may be indented below it.',
      ],
      [block('echo', 'delay'), 'delay: “delay” needs a time, such as 50ms.'],
      [block('echo', 'delay 50'), '50: “50” has no unit. Write 50ms, 50s or 50m. → delay 50ms'],
      [
        block('echo', 'delay 25h'),
        '25h: “25h” is not a time. Write a number with ms, s, m or h, up to 24h, such as 50ms.',
      ],
      [
        '### a\nlisten 127.0.0.1\necho',
        '127.0.0.1: “127.0.0.1” has no port. Write it as HOST:PORT, such as 127.0.0.1:5000.',
      ],
      [
        block('reply', '  answer hi "there"'),
        'hi "there": Text stands in double quotes. →   answer "hi there"',
      ],
      [block('reply', '  answer "hi'), '"hi: This text has no closing quote. →   answer "hi"'],
      [
        block('reply', '  answer "a{reqest}"'),
        '{reqest}: “{reqest}” is not a value. Did you mean {request}? Write {{ for a brace. →   answer "a{request}" →   answer "a{{reqest}"',
      ],
      [
        block('reply', '  answer "a\\d"'),
        '\\d: “\\d” is not an escape. Write \\\\ for a backslash; the escapes are \\n \\r \\t \\0 \\a \\b \\e \\f \\v \\" \\xHH \\uHHHH \\u{H…}. →   answer "a\\\\d"',
      ],
      [
        block('reply'),
        'reply: This reply has neither a greeting nor an answer. Add “greeting "…"” or “answer "…"” below it.',
      ],
      [block('http', '  status 99'), '99: “99” is not a whole number from 100 to 999.'],
      [block('http', '  status "200"'), '"200": “200” stands without quotes here. →   status 200'],
      [block('http', '  header a: "b"'), 'a:: “a:” is not a name that an HTTP header can have.'],
      [
        block('http', '  header a "b\\n"'),
        'header: An HTTP header cannot have this value: it is one line of characters up to U+00FF.',
      ],
      [
        block('echo', 'tls self-singed'),
        'self-singed: “self-singed” is not known here. Did you mean “self-signed”? → tls self-signed',
      ],
      [
        block('echo', 'tls', '  cert a.pem'),
        'tls: “tls” needs both a certificate and its key: “cert PATH” and “key PATH” below it, or “tls self-signed”.',
      ],
      [
        block('echo', 'framing line'),
        'framing line: “framing” has no effect with “echo”, which does not look at messages. → ',
      ],
      [block('framing delimiter ""', 'reply', '  answer "x"'), 'framing: A delimiter has at least one byte.'],
    ];
    for (const [text, ...expected] of cases) assert.deepEqual(problems(text), expected, text);
  });

  it('run the good blocks of a file with bad ones', () => {
    const { blocks } = parseWire(
      `${block('ehco')}\n### beta\nlisten 5002\necho\n### alpha\nlisten 5003\necho`,
    );
    assert.deepEqual(
      blocks.map(({ kind, name }) => [kind, name]),
      [
        ['broken', 'alpha'],
        ['server', 'beta'],
        ['broken', 'alpha'],
      ],
    );
  });

  it('are appended to without a change of what is there, under names that are free', () => {
    const server = servers(block('echo'))[0]!;
    const printed = '### alpha\nlisten 127.0.0.1:5001\necho\n';
    assert.equal(printServer(server), printed);
    assert.equal(appendServers('', [server]), printed);
    assert.equal(
      appendServers('# a', [server, server, { ...server, name: ' ###  b\n\tc' }]),
      `# a\n\n${printed}\n${printed.replace('alpha', 'alpha 2')}\n${printed.replace('alpha', 'b c')}`,
    );
  });

  it('say of a server what the engine knows of it', () => {
    const server = servers(block('echo', 'tls self-signed'))[0]!;
    const { address, behaviour } = server;
    const spec = { id: 'x', name: 'alpha', address, behaviour };
    assert.deepEqual(plain(declarationOf({ ...spec, tls: { certificate: 'self-signed' } })), plain(server));
    const given = { ...spec, tls: { cert: 'PEM', key: 'PEM' } };
    const files = { cert: 'a.pem', key: 'b.pem' };
    assert.deepEqual(declarationOf(given, files).tls, { kind: 'files', ...files });
    assert.throws(() => declarationOf(given), {
      message:
        'The certificate of “alpha” is in no file that could be named. Save certificate and key as files first.',
    });
  });

  it('never fail, whatever they say', () => {
    const words = [
      '###',
      ' a',
      '\n',
      '  ',
      'listen ',
      '127.0.0.1:1',
      'reply',
      'answer ',
      '"',
      '\\',
      '{',
      '}',
      '#',
      'http',
      'tls',
      'framing ',
      'length ',
      '2',
      'delay ',
      '5ms',
      '\t',
      '\r\n',
      '\u2028',
    ];
    const soup = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(soup, (parts) => {
        const text = parts.join('');
        const { diagnostics } = parseWire(text);
        const lines = text.split(/\r\n|\n|\r/);
        for (const { range, fixes = [] } of diagnostics)
          for (const one of [range, ...fixes.map((fix) => fix.range)]) {
            assert.ok(one.startLine <= one.endLine && one.endLine < lines.length);
            assert.ok(one.endColumn <= lines[one.endLine]!.length);
          }
      }),
      { numRuns: 5000 },
    );
  });

  it('are read quickly', () => {
    const text = Array.from({ length: 800 }, (_, i) =>
      block('reply', '  greeting "hi {node}\\r\\n"', '  answer "{request}"', 'delay 5ms', '').replace(
        'alpha',
        `alpha ${i}`,
      ),
    ).join('\n');
    parseWire(text);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      assert.equal(parseWire(text).diagnostics.length, 0);
      return performance.now() - start;
    });
    assert.ok(Math.min(...times) < 100, `${Math.min(...times)} ms for ${text.split('\n').length} lines`);
  });

  it('become what the engine runs, with the files of their certificates', async () => {
    const [server] = servers(block('echo', 'delay 1s', 'tls', '  cert a.pem', '  key b.pem'));
    const spec = await serverSpec(server!, 'id', (path) => Promise.resolve(`text of ${path}`));
    assert.deepEqual(spec, {
      id: 'id',
      name: 'alpha',
      address: { kind: 'tcp', host: '127.0.0.1', port: 5001 },
      behaviour: { kind: 'echo' },
      delayMs: 1000,
      tls: { cert: 'text of a.pem', key: 'text of b.pem' },
    });
  });
});
