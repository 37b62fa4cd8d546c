import assert from 'node:assert/strict';
import type { ServerSpec } from '../../../src/core/api/server';
import { compileTemplate } from '../../../src/core/bytes/template';
import { printServer } from '../../../src/core/wire/print';
import { declarationOf } from '../../../src/core/wire/append';
import { checkedName, newBehaviours, newServer } from '../../../src/extension/model/newServer';
import { optionsOf } from '../../../src/extension/model/serverOptions';
import { english } from '../../../src/extension/model/text';
import { TestBench } from './bench';

const address = { kind: 'tcp', host: '127.0.0.1', port: 5000 } as const;
const made = (kind: keyof typeof newBehaviours) => newServer('x', 'x', address, newBehaviours[kind]);
const any = (name: string) => name;

function option(spec: ServerSpec, label: string) {
  const found = optionsOf(spec, any).find((each) => english(each.label) === label);
  assert.ok(found, `no option ${label}`);
  return found;
}

/** Sets a text, or turns a toggle when there is none. */
function set(spec: ServerSpec, label: string, text?: string): ServerSpec {
  const { change } = option(spec, label);
  if (change.kind === 'toggle') return change.set();
  return change.set(text ?? '');
}

describe('the options of a server', () => {
  it('are those that its behaviour has', () => {
    const labels = (kind: keyof typeof newBehaviours) =>
      optionsOf(made(kind), any).map(({ label }) => english(label));
    assert.deepEqual(labels('discard'), ['Name', 'Address', 'TLS']);
    assert.deepEqual(labels('echo'), ['Name', 'Address', 'Delay of answers', 'TLS']);
    assert.ok(labels('http').includes('Body'));
    assert.ok(labels('reply').includes('Greeting'));
  });

  it('make of a reply what a .wire file could say', () => {
    let spec = set(made('reply'), 'Greeting', '220 {node}\\r\\n');
    spec = set(spec, 'Answer', '{counter}');
    spec = set(spec, 'A message is');
    spec = set(spec, 'After the first answer');
    spec = set(spec, 'Delay of answers', '1.5s');
    spec = set(spec, 'TLS');
    spec = set(spec, 'Address', '[::1]:6000');
    assert.equal(
      printServer(declarationOf(spec)),
      [
        '### x',
        'listen [::1]:6000',
        'framing line',
        'reply',
        '  greeting "220 {node}\\r\\n"',
        '  answer "{counter}"',
        '  close',
        'delay 1500ms',
        'tls self-signed',
        '',
      ].join('\n'),
    );
    assert.equal(set(spec, 'Delay of answers', '').delayMs, undefined);
    assert.equal(set(spec, 'TLS').tls, undefined);
  });

  it('say what is set now', () => {
    const spec = set(made('http'), 'Status', '503');
    assert.equal(english(option(spec, 'Status').value), '503');
    assert.equal(english(option(spec, 'Body').value), 'none');
    assert.deepEqual(set(spec, 'Body', 'busy').behaviour, {
      kind: 'http',
      status: 503,
      body: compileTemplate('busy'),
    });
  });

  it('refuse what will not do, with the reason', () => {
    assert.throws(() => set(made('http'), 'Status', '1000'), /whole number from 100 to 999/);
    assert.throws(() => set(made('reply'), 'Answer', ''), /neither a greeting nor an answer/);
    assert.throws(() => set(made('reply'), 'Answer', '{reqest}'), /\{request\}/);
    assert.throws(() => set(made('echo'), 'Delay of answers', '50'), /is not a time/);
    assert.throws(() => set(made('echo'), 'Address', 'x:99999'), /is not a port/);
  });

  it('keep names apart, but a server may keep its own', () => {
    const { workbench } = new TestBench();
    workbench.servers.put(made('echo'), false);
    assert.equal(checkedName(workbench, ' y '), 'y');
    assert.equal(checkedName(workbench, 'x', 'x'), 'x');
    assert.throws(() => checkedName(workbench, 'x'), /a server “x” already/);
    assert.throws(() => checkedName(workbench, ' '), /Give it a name/);
  });
});
