import assert from 'node:assert/strict';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import { globalTable, proxyTable } from '../../../src/core/haproxy/registry';
import { problemsOf, type Section } from './support';

type Row = readonly [line: string, ...problems: string[]];

function check(section: Section, rows: readonly Row[]): void {
  for (const [line, ...expected] of rows) assert.deepEqual(problemsOf(section, line), expected, line);
}

describe('haproxy.cfg keywords', () => {
  it('are refused with their place when unknown, with a near one as quick fix', () => {
    check('listen', [
      ['foobar', 'error unknownKeyword'],
      ['option foo', 'error unknownOption'],
      ['option', 'error incompleteKeyword'],
      ['timeout conn 5s', 'error unknownSecondWord'],
      ['server s 127.0.0.1:1 chek', 'error unknownParameter'],
      ['bind :81 nam x', 'error unknownParameter'],
    ]);
    const fixesOf = (line: string) =>
      parseHaproxyConfig(`listen l\n ${line}\n`)
        .diagnostics.flatMap((each) => each.fixes ?? [])
        .map((fix) => fix.newText);
    assert.deepEqual(
      [
        'bnd :80',
        'timeout conect 5',
        'option tcplg',
        'server s 127.0.0.1:1 chek',
        'mode tpc',
        'balance leastcon',
      ].map(fixesOf),
      [['bind'], ['connect'], ['tcplog'], ['check'], ['tcp'], ['leastconn']],
    );
  });

  it('may be followed by what they take only', () => {
    check('listen', [
      ['retries', 'error missingArgument'],
      ['retries 3 x', 'error extraArgument'],
      ['balance roundrobin x', 'warning ignoredArgument'],
      ['timeout connect', 'error missingArgument'],
      ['timeout connect 5s x', 'error extraArgument'],
      ['disabled x', 'error extraArgument'],
      ['option dontlognull x', 'info noEffect', 'error extraArgument'],
      ['server s', 'error missingArgument'],
      ['server', 'error missingArgument'],
      ['bind', 'error missingArgument'],
    ]);
  });

  it('take numbers as HAProxy does, and say so', () => {
    check('listen', [
      ['retries abc', 'warning notANumber'],
      ['maxconn 3x', 'warning notANumber'],
      ['server s 127.0.0.1:1 weight 256'],
      ['server s 127.0.0.1:1 weight 257', 'error outOfRange'],
      ['server s 127.0.0.1:1 weight -1', 'error outOfRange'],
      ['server s 127.0.0.1:1 rise 0', 'error outOfRange'],
      ['bind :81 maxconn -1', 'error outOfRange'],
    ]);
  });

  it('take durations with their limits', () => {
    check('listen', [
      ['timeout queue 1.5s', 'error badTimeCharacter'],
      ['timeout queue 25d', 'error timeOverflow'],
      ['timeout queue 1us', 'warning timeRoundedUp'],
      ['timeout queue 5sx', 'warning timeRest'],
      ['timeout queue 0'],
      ['server s 127.0.0.1:1 inter 0', 'error timeZero'],
    ]);
  });

  it('may be negated where HAProxy lets them', () => {
    check('listen', [
      ['no option redispatch'],
      ['default option redispatch'],
      ['no option dontlognull', 'info noEffect'],
      ['no option tcplog', 'error prefixNotAllowed'],
      ['no mode tcp', 'error prefixNotAllowed'],
      ['no log', 'info noEffect'],
      ['no', 'error unknownKeyword'],
    ]);
    check('global', [
      ['no busy-polling', 'info noEffect'],
      ['no daemon', 'error prefixNotAllowed'],
    ]);
  });

  it('belong to their sections', () => {
    check('backend', [
      ['bind :81', 'warning ignoredInSection'],
      ['timeout client 5', 'warning ignoredInSection'],
    ]);
    check('frontend', [
      ['balance roundrobin', 'warning ignoredInSection'],
      ['server s 127.0.0.1:1', 'error notInSection'],
      ['default-server check', 'error notInSection'],
    ]);
    check('defaults', [
      ['bind :81', 'error notInSection'],
      ['acl a src 1', 'error notInSection'],
    ]);
    check('global', [
      ['timeout connect 5', 'error unknownKeyword'],
      ['mode tcp', 'error unknownKeyword'],
    ]);
  });

  it('without effect here are information', () => {
    check('global', [
      ['daemon', 'info noEffect'],
      ['nbthread 2', 'info noEffect'],
      ['stats socket /run/h.sock mode 660 level admin', 'info noEffect'],
      ['stats timeout 30s', 'info noEffect'],
      ['log /dev/log local0', 'info noEffect'],
      ['tune.bufsize 16384', 'info noEffect'],
    ]);
    check('listen', [
      ['option tcplog', 'info noEffect'],
      ['log global', 'info noEffect'],
      ['option httplog', 'info httpOnly'],
      ['http-request deny', 'info httpOnly'],
    ]);
  });

  it('that change behaviour and are not done are errors that name a way out', () => {
    check('listen', [
      ['balance source', 'error unsupportedBalance'],
      ['option httpchk GET /', 'error unsupportedCheck'],
      ['tcp-check connect', 'error unsupportedCheck'],
      ['use_backend b if TRUE', 'error unsupportedRule'],
      ['tcp-request connection reject', 'error unsupportedRule'],
      ['timeout tunnel 1h', 'error unsupportedTimeout'],
      ['server-template s 3 127.0.0.1:1', 'error unsupportedTemplate'],
      ['server s 127.0.0.1:1 send-proxy', 'error unsupportedProxyProtocol'],
      ['server s 127.0.0.1:1 ssl verify none', 'error unsupportedTls'],
      ['bind :81 ssl crt x.pem alpn h2', 'error unsupportedTls'],
      ['bind :81 accept-proxy', 'error unsupportedProxyProtocol'],
      ['server s 127.0.0.1', 'error clientPort'],
      ['server s *:80', 'error clientAddress'],
      ['srvtimeout 5', 'error removedKeyword'],
    ]);
    check('global', [['nbproc 2', 'error removedNbproc']]);
  });

  it('that HAProxy gives another meaning in TCP mode warn', () => {
    check('listen', [['balance uri', 'warning balanceFallsBack']]);
  });

  it('check what logs are to be', () => {
    check('listen', [
      ['log', 'error missingArgument'],
      ['log 127.0.0.1', 'error missingArgument'],
      ['log 127.0.0.1 foo', 'error notAChoice'],
      ['log 127.0.0.1 local0 bar', 'error notAChoice'],
      ['log 127.0.0.1 len 10 local0', 'error outOfRange'],
      ['log 127.0.0.1 len 100 format rfc5424 sample 1:2 local0 info notice', 'info noEffect'],
      ['log 127.0.0.1 local0 info debug x', 'info noEffect', 'error extraArgument'],
    ]);
    check('global', [['log global', 'error notInSection']]);
  });

  it('are declared once each, and those of two words do not hide one of one', () => {
    for (const table of [globalTable, proxyTable]) {
      for (const first of table.firsts) assert.ok(!(table.get(first) && table.secondsOf(first)), first);
    }
  });

  it('are named in messages by the parameter that it is about, at its place', () => {
    const said = (line: string) =>
      parseHaproxyConfig(`global\n ${line}\n`).diagnostics.map(({ range, message }) => [
        range.startColumn,
        message.args.keyword,
      ]);
    assert.deepEqual(said('stats socket /run/h.sock level admin'), [[1, 'stats socket']]);
    const inListen = (line: string) =>
      parseHaproxyConfig(`listen l\n ${line}\n`)
        .diagnostics.filter((each) => each.range.startLine === 1)
        .map(({ range, message }) => [range.startColumn, message.args.keyword]);
    assert.deepEqual(inListen('bind :80 backlog 5 nice 1'), [
      [10, 'backlog'],
      [20, 'nice'],
    ]);
    assert.deepEqual(inListen('server s 127.0.0.1:1 inter 0'), [[28, 'inter']]);
    assert.deepEqual(inListen('server s 127.0.0.1:1 inter'), [[22, 'inter']]);
  });

  it('may carry what the editor shows', () => {
    const doc = proxyTable.get('timeout queue')?.doc;
    assert.deepEqual([doc?.unit, doc?.default], ['ms', 'timeout connect']);
  });
});

describe('haproxy.cfg, across lines', () => {
  it('names the first of what is given twice', () => {
    check('listen', [['timeout connect 5\n timeout connect 6', 'warning overwritten']]);
    check('global', [['maxconn 5\n maxconn 6', 'warning alreadyGiven']]);
    check('listen', [['server s 127.0.0.1:1\n server s 127.0.0.1:2', 'error duplicateServer']]);
    check('listen', [['server s 127.0.0.1:1\n server S 127.0.0.1:2']]);
  });

  it('wants a port to check', () => {
    check('listen', [
      ['server s 127.0.0.1 check', 'error checkWithoutPort'],
      ['server s 127.0.0.1:+5 check', 'error checkWithoutPort'],
      ['server s 127.0.0.1 check addr 127.0.0.2', 'error checkWithoutPort'],
      ['server s 127.0.0.1 check port 90', 'error clientPort'],
    ]);
  });

  it('wants a default_backend that exists and is another', () => {
    check('listen', [
      ['default_backend b'],
      ['default_backend nope', 'error noSuchBackend'],
      ['default_backend l', 'error backendLoop'],
    ]);
    check('listen', [['disabled\n default_backend nope']]);
  });
});
