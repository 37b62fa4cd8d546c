import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isIPv4, isIPv6 } from 'node:net';
import { isIpv4, isIpv6, parseBindAddresses, parseServerAddress } from '../../../src/core/haproxy/addresses';
import { formatAddress } from '../../../src/core/net/address';
import { messageOf } from '../../../src/core/util/message';

function bind(text: string): string[] | string {
  try {
    return parseBindAddresses(text).map(formatAddress);
  } catch (error) {
    return messageOf(error).code.replace('haproxy.address.', '');
  }
}

function server(text: string): unknown {
  try {
    return parseServerAddress(text);
  } catch (error) {
    return messageOf(error).code.replace('haproxy.address.', '');
  }
}

describe('haproxy.cfg bind addresses', () => {
  it('reads every way to write every address', () => {
    assert.deepEqual([':80', '*:80', '0.0.0.0:80', 'ipv4@:80', 'tcp4@*:80'].map(bind), [
      ['*:80'],
      ['*:80'],
      ['0.0.0.0:80'],
      ['*:80'],
      ['*:80'],
    ]);
    assert.deepEqual([':::80', '[::]:80', 'ipv6@:80'].map(bind), [['[::]:80'], ['[::]:80'], ['[::]:80']]);
  });

  it('reads IPv6 with and without brackets: the last colon is the port’s', () => {
    assert.deepEqual(['::1:80', '[::1]:80', 'ipv6@::1:80'].map(bind), [
      ['[::1]:80'],
      ['[::1]:80'],
      ['[::1]:80'],
    ]);
  });

  it('takes lists and ranges apart', () => {
    assert.deepEqual(bind('10.0.0.1:80,:8080-8082'), ['10.0.0.1:80', '*:8080', '*:8081', '*:8082']);
    assert.deepEqual(bind(':80,'), ['*:80']);
  });

  it('reads UNIX paths', () => {
    assert.deepEqual(['unix@/run/a', '/run/a', 'uxst@a'].map(bind), [
      ['unix@/run/a'],
      ['unix@/run/a'],
      ['unix@a'],
    ]);
  });

  it('refuses what is not an address to listen on', () => {
    const rows: [string, string][] = [
      ['', 'empty'],
      [',:80', 'empty'],
      ['19500', 'noPort'],
      ['127.0.0.1', 'noPort'],
      ['127.0.0.1:', 'noPort'],
      ['[::1]', 'noPort'],
      [':0', 'badPort'],
      [':65536', 'badPort'],
      [':abc', 'badPort'],
      [':80-', 'badPort'],
      [':80-70000', 'badPort'],
      [':90-80', 'badRange'],
      [':+80', 'offsetInBind'],
      [':-80', 'offsetInBind'],
      ['300.1.1.1:80', 'badHost'],
      ['ipv4@::1:80', 'badHost'],
      ['a b:80', 'badHost'],
      ['unix@', 'emptyPath'],
      ['udp@:80', 'datagram'],
      ['fd@3', 'unsupportedFamily'],
      ['abns@x', 'unsupportedFamily'],
    ];
    for (const [text, code] of rows) assert.equal(bind(text), code, text);
  });
});

describe('haproxy.cfg server addresses', () => {
  it('reads a host with its port', () => {
    assert.deepEqual(server('127.0.0.1:80'), { kind: 'tcp', host: '127.0.0.1', port: 80 });
    assert.deepEqual(server('[::1]:80'), { kind: 'tcp', host: '::1', port: 80 });
    assert.deepEqual(server('app_1.example:80'), { kind: 'tcp', host: 'app_1.example', port: 80 });
    assert.deepEqual(server('/run/a'), { kind: 'unix', path: '/run/a' });
  });

  it('leaves out what the client decides', () => {
    assert.deepEqual(server('127.0.0.1'), { kind: 'tcp', host: '127.0.0.1' });
    assert.deepEqual(server('127.0.0.1:0'), { kind: 'tcp', host: '127.0.0.1' });
    assert.deepEqual(server('127.0.0.1:+5'), { kind: 'tcp', host: '127.0.0.1', offset: 5 });
    assert.deepEqual(server('127.0.0.1:-5'), { kind: 'tcp', host: '127.0.0.1', offset: -5 });
    assert.deepEqual(server('*:80'), { kind: 'tcp', host: '', port: 80 });
    assert.deepEqual(server('0.0.0.0:80'), { kind: 'tcp', host: '', port: 80 });
  });

  it('refuses lists, ranges and what is not an address', () => {
    assert.equal(server('127.0.0.1:80-90'), 'rangeInServer');
    assert.equal(server('127.0.0.1:80,127.0.0.1:81'), 'badHost');
    assert.equal(server('::1'), 'badHost');
    assert.equal(server('fd@3'), 'unsupportedFamily');
  });
});

describe('IP literals', () => {
  it('are told from others as Node tells them', () => {
    for (const address of [fc.ipV4(), fc.ipV6(), fc.string(), fc.stringMatching(/^[0-9a-f:.]{1,20}$/)]) {
      fc.assert(
        fc.property(address, (text) => {
          assert.equal(isIpv4(text), isIPv4(text), text);
          assert.equal(isIpv6(text), isIPv6(text), text);
        }),
      );
    }
  });
});
