import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { behaviourKinds } from '../../../src/core/wire/behaviours';
import { parseWire } from '../../../src/core/wire/parse';

/** What must hold for every `.wire` text that is shown to a person. */
function servers(text: string) {
  const { blocks, diagnostics } = parseWire(text);
  assert.deepEqual(diagnostics, []);
  return blocks.flatMap((block) => (block.kind === 'server' ? [block.declaration] : []));
}

describe('.wire texts that people read', () => {
  it('are right in the reference, for every behaviour', () => {
    const reference = readFileSync('docs/wire.md', 'utf8');
    const examples = [...reference.matchAll(/```\n(### [^]*?)```/g)].flatMap(([, text]) =>
      servers(text ?? ''),
    );
    assert.deepEqual(new Set(examples.map(({ behaviour }) => behaviour.kind)), new Set(behaviourKinds));
  });

  it('are right in the demo, and fit its haproxy.cfg', () => {
    const declared = servers(readFileSync('demo/servers.wire', 'utf8'));
    const lines = readFileSync('demo/haproxy.cfg', 'utf8').matchAll(/server (\S+) 127\.0\.0\.1:(\d+)/g);
    assert.deepEqual(
      declared.map(({ name, address }) => [name, address.kind === 'tcp' && String(address.port)]),
      [...lines].map(([, name, port]) => [name, port]),
    );
    assert.equal(declared.length, 3);
  });
});
