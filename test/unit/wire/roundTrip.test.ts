import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Behaviour, Template } from '../../../src/core/api/server';
import { compileTemplate, printTemplate, templateValues } from '../../../src/core/bytes/template';
import type { ServerDeclaration } from '../../../src/core/wire/model';
import { parseWire } from '../../../src/core/wire/parse';
import { appendServers, blockName } from '../../../src/core/wire/append';

describe('declared servers', () => {
  it('are read back as they are printed', () => {
    fc.assert(
      fc.property(fc.array(declarations, { minLength: 1, maxLength: 3 }), (generated) => {
        const declared = generated.map((one, i) => ({ ...one, name: `${one.name} ${i}` }));
        const text = appendServers('# mine\n', declared);
        assert.deepEqual(serversOf(text).map(comparable), declared.map(comparable));
        assert.equal(appendServers('# mine\n', serversOf(text)), text);
      }),
      { numRuns: 500 },
    );
  });
});

function serversOf(text: string): ServerDeclaration[] {
  const { blocks, diagnostics } = parseWire(text);
  assert.deepEqual(diagnostics, [], text);
  return blocks.flatMap((block) => (block.kind === 'server' ? [block.declaration] : []));
}

/** Templates are compared as they print: neighbouring bytes may be cut differently. */
function comparable(server: ServerDeclaration): unknown {
  return JSON.parse(
    JSON.stringify(server, (key, value: unknown) =>
      value && ['greeting', 'answer', 'body'].includes(key) ? printTemplate(value as Template) : value,
    ),
  );
}

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const template: fc.Arbitrary<Template> = fc
  .array(fc.oneof(fc.constantFrom(...templateValues), fc.uint8Array({ minLength: 1, maxLength: 12 })), {
    maxLength: 5,
  })
  .map((parts) => compileTemplate(printTemplate(parts)));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const duration = fc.oneof(fc.integer({ min: 1, max: 86_400_000 }), fc.constantFrom(1000, 60_000, 3_600_000));
const framing = fc.oneof(
  fc.constant({ kind: 'line' } as const),
  fc.record({
    kind: fc.constant('delimiter' as const),
    delimiter: fc.uint8Array({ minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('fixed' as const), length: fc.integer({ min: 1, max: 1024 * 1024 }) }),
  fc.record({ kind: fc.constant('idle' as const), gapMs: duration }),
  fc.record({
    kind: fc.constant('lengthPrefix' as const),
    width: fc.constantFrom(1 as const, 2 as const, 4 as const),
    byteOrder: fc.constantFrom('big' as const, 'little' as const),
    includesPrefix: fc.boolean(),
  }),
);
const headerValue = fc
  .uint8Array({ maxLength: 12 })
  .map((codes) => String.fromCharCode(...codes).replace(/[^ -~\x80-\xff]/g, ''));
const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.constantFrom({ kind: 'echo' }, { kind: 'discard' }, { kind: 'chargen' }, {
    kind: 'daytime',
  } as const) as fc.Arbitrary<Behaviour>,
  fc.record({
    kind: fc.constant('reply' as const),
    greeting: optional(template),
    answer: template,
    closeAfterReply: fc.constantFrom(true, undefined),
    framing: optional(framing),
  }),
  fc.record({
    kind: fc.constant('http' as const),
    status: optional(fc.integer({ min: 100, max: 999 })),
    headers: optional(
      fc.array(fc.tuple(fc.constantFrom('X-A', 'Set-Cookie', 'a'), headerValue), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
    body: optional(template),
  }),
);
const path = fc.constantFrom('a.pem', 'my certs/b.pem', '/tmp/#x', 'C:\\keys\\c.pem');
const address = fc.oneof(
  fc.record({
    kind: fc.constant('tcp' as const),
    host: fc.constantFrom('127.0.0.1', '::1', '*', 'localhost'),
    port: fc.integer({ min: 0, max: 65535 }),
  }),
  fc.record({
    kind: fc.constant('unix' as const),
    path: fc.constantFrom('/tmp/a.sock', '/tmp/a b.sock', 'rel#x'),
  }),
);
const declarations: fc.Arbitrary<ServerDeclaration> = fc.record({
  name: text.map(blockName),
  address,
  behaviour,
  delayMs: optional(duration),
  tls: optional(
    fc.oneof(
      fc.constant({ kind: 'selfSigned' as const }),
      fc.record({ kind: fc.constant('files' as const), cert: path, key: path }),
    ),
  ),
});
