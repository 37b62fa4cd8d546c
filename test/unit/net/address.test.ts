import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatAddress, isLoopback, isWildcard, parseAddress } from '../../../src/core/net/address';
import { Failure } from '../../../src/core/util/message';

const tcp = (host: string, port: number) => ({ kind: 'tcp', host, port }) as const;

describe('parseAddress', () => {
  for (const [text, expected] of [
    ['127.0.0.1:80', tcp('127.0.0.1', 80)],
    ['5000', tcp('127.0.0.1', 5000)],
    [' localhost:5000 ', tcp('localhost', 5000)],
    [':80', tcp('', 80)],
    ['*:80', tcp('*', 80)],
    ['[::1]:80', tcp('::1', 80)],
    [':::80', tcp('::', 80)],
    ['host-name.example:1', tcp('host-name.example', 1)],
    ['unix@/run/a b', { kind: 'unix', path: '/run/a b' }],
    ['/run/a', { kind: 'unix', path: '/run/a' }],
  ] as const) {
    it(`reads ${text}`, () => {
      assert.deepEqual(parseAddress(text), expected);
    });
  }

  for (const [text, code] of [
    ['localhost', 'address.noPort'],
    ['localhost:', 'address.noPort'],
    ['localhost:x', 'address.badPort'],
    ['localhost:65536', 'address.badPort'],
    ['localhost:-1', 'address.badPort'],
    ['70000', 'address.badPort'],
    ['a b:80', 'address.badHost'],
    ['[::1:80', 'address.badHost'],
    ['unix@', 'address.emptyPath'],
    ['', 'address.noPort'],
  ] as const) {
    it(`refuses “${text}” with ${code}`, () => {
      assert.throws(
        () => parseAddress(text),
        (error) => error instanceof Failure && error.detail.code === code,
      );
    });
  }

  it('reads back what formatAddress writes', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.constant('*'));
    fc.assert(
      fc.property(host, fc.integer({ min: 0, max: 65535 }), (name, port) => {
        assert.deepEqual(parseAddress(formatAddress(tcp(name, port))), tcp(name, port));
      }),
    );
  });
});

describe('isLoopback', () => {
  for (const text of ['127.0.0.1:1', '127.9.8.7:1', '[::1]:1', '[0:0:0:0:0:0:0:1]:1', 'LOCALHOST:1', '/x']) {
    it(`holds for ${text}`, () => {
      assert.ok(isLoopback(parseAddress(text)));
    });
  }
  for (const text of [
    '*:1',
    '0.0.0.0:1',
    '[::]:1',
    '192.168.0.1:1',
    '[fe80::1]:1',
    '[2001:db8::1]:1',
    '127.example:1',
  ]) {
    it(`does not hold for ${text}`, () => {
      assert.ok(!isLoopback(parseAddress(text)));
    });
  }
  it('calls the wildcards wildcards', () => {
    for (const text of [':1', '*:1', '0.0.0.0:1', '[::]:1']) assert.ok(isWildcard(parseAddress(text)), text);
    assert.ok(!isWildcard(parseAddress('127.0.0.1:1')));
  });
});
