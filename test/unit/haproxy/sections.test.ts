import assert from 'node:assert/strict';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import { firstError, problems } from './support';

const TIMEOUTS = ' timeout connect 1s\n timeout client 1s\n timeout server 1s\n';
const DEFAULTS = `defaults\n${TIMEOUTS}`;

function spec(text: string) {
  const parsed = parseHaproxyConfig(text);
  assert.ok(parsed.spec, firstError(text));
  return parsed.spec;
}

describe('haproxy.cfg sections', () => {
  it('start at a section keyword wherever it stands', () => {
    const { document } = parseHaproxyConfig('global\n maxconn 5\n  frontend f\n bind :80\n"list"en l\n');
    assert.deepEqual(
      document.sections.map((section) => [section.type.keyword, section.lines.length]),
      [
        ['global', 1],
        ['frontend', 1],
        ['listen', 0],
      ],
    );
  });

  it('are all known, those without effect are said to have none', () => {
    for (const text of [
      'userlist u',
      'peers p',
      'resolvers r',
      'mailers m',
      'cache c',
      'ring r',
      'http-errors e',
    ]) {
      const { diagnostics } = parseHaproxyConfig(`${text}\n whatever they say\n`);
      assert.deepEqual(
        diagnostics.map(({ severity, message }) => [severity, message.code]),
        [['info', 'haproxy.sectionKept']],
      );
    }
  });

  it('that would do something more are errors', () => {
    assert.deepEqual(problems('program p\n command ls\n'), ['1:1 error sectionRefused']);
    assert.deepEqual(problems('log-forward l\n'), ['1:1 error sectionRefused']);
  });

  it('of a newer HAProxy need its version', () => {
    assert.deepEqual(problems('log-profile p\n'), ['1:1 error sectionSince']);
    assert.deepEqual(problems('log-profile p\n', { version: '3.1.0' }), []);
  });

  it('that are misspelt come with a quick fix', () => {
    const [error] = parseHaproxyConfig('frontendd f\n').diagnostics;
    assert.equal(error?.message.code, 'haproxy.outOfSection');
    assert.deepEqual(
      error?.fixes?.map(({ range, newText }) => [range.startColumn, range.endColumn, newText]),
      [[0, 9, 'frontend']],
    );
  });

  it('need a name that HAProxy permits', () => {
    assert.deepEqual(problems('backend\n'), ['1:1 error sectionName', '1:1 warning noListener']);
    assert.equal(problems('backend "a b"\n')[0], '1:9 error badNameCharacter');
    assert.match(firstError('backend é\n'), /“é”/);
    assert.ok(problems('frontend f 1.2.3.4:80\n').includes('1:12 error addressInHeader'));
    assert.deepEqual(problems('global x\n'), ['1:8 error extraHeaderWord']);
    assert.deepEqual(problems(`${DEFAULTS}frontend from\n bind :80\n`), []);
  });

  it('clash by name, but for a frontend and a backend', () => {
    const pair = (a: string, b: string) =>
      problems(`${DEFAULTS}listen z\n bind :80\n${a}\n${b}\n`).filter((each) => each.includes('duplicate'));
    assert.deepEqual(pair('backend x', 'backend x'), ['8:9 error duplicateProxy']);
    assert.deepEqual(pair('listen x', 'backend x'), ['8:9 error duplicateProxy']);
    assert.deepEqual(pair('frontend x', 'backend x'), []);
  });

  it('named global add up', () => {
    assert.equal(
      spec(`global\n maxconn 5\n${DEFAULTS}listen l\n bind :80\nglobal\n spread-checks 7\n`).spreadChecks,
      7,
    );
  });
});

describe('haproxy.cfg defaults', () => {
  const backendOf = (text: string) => spec(`${text}listen z\n bind :80\n`).backends[0]!;

  it('count for the sections below, until the next defaults', () => {
    assert.equal(backendOf(`${DEFAULTS} retries 7\n`).retries, 7);
    assert.equal(backendOf(`defaults\n retries 7\n${DEFAULTS}`).retries, 3);
  });

  it('build on another one with from', () => {
    const text = `defaults a\n${TIMEOUTS} retries 7\ndefaults b from a\n balance leastconn\n`;
    assert.deepEqual([backendOf(text).retries, backendOf(text).balance.kind], [7, 'leastconn']);
  });

  it('are chosen by name with from', () => {
    const parsed = spec(
      `defaults a\n${TIMEOUTS} retries 7\ndefaults b\n${TIMEOUTS} retries 8\nlisten l from a\n bind :80\n`,
    );
    assert.equal(parsed.backends[0]?.retries, 7);
  });

  it('must exist, and be one', () => {
    assert.ok(problems('frontend f from nope\n bind :80\n').includes('1:17 error noSuchDefaults'));
    assert.deepEqual(problems('defaults x from x\n'), ['1:17 error noSuchDefaults']);
    assert.ok(
      problems('defaults x\ndefaults x\nfrontend f from x\n bind :80\n').includes(
        '3:17 error ambiguousDefaults',
      ),
    );
    assert.deepEqual(problems('defaults x\ndefaults x\n'), []);
  });

  it('stay as they are when a proxy changes what it took over', () => {
    const text = `${DEFAULTS} default-server inter 5s\nbackend a\n default-server inter 1s\n timeout server 9s\n server s 127.0.0.1:1 check\n`;
    const { backends } = spec(`${text}listen b\n bind :80\n server s 127.0.0.1:1 check\n`);
    assert.deepEqual(
      backends.map((backend) => [backend.timeouts.server, backend.servers[0]?.check?.interval]),
      [
        [9000, 1000],
        [1000, 5000],
      ],
    );
  });
});

describe('haproxy.cfg text', () => {
  it('may lack its last line end or start with a byte order mark: a warning with a quick fix', () => {
    const end = parseHaproxyConfig(`${DEFAULTS}listen l\n bind :80`);
    assert.deepEqual(problems(`${DEFAULTS}listen l\n bind :80`), ['6:9 warning text.noFinalLineEnd']);
    assert.deepEqual(
      end.diagnostics[0]?.fixes?.map((fix) => [fix.range.startColumn, fix.newText]),
      [[9, '\n']],
    );
    assert.ok(end.spec);
    assert.deepEqual(problems(`\uFEFF${DEFAULTS}listen l\n bind :80\n`), ['1:1 warning text.byteOrderMark']);
    assert.deepEqual(problems('\uFEFFglobal x\n'), [
      '1:1 warning text.byteOrderMark',
      '1:9 error extraHeaderWord',
    ]);
  });

  it('has no NUL bytes', () => {
    assert.deepEqual(problems('global\n description a\0b\n'), ['2:15 error text.nul']);
  });

  it('ends a line for HAProxy at an empty word', () => {
    const text = `${DEFAULTS}listen l\n bind :80\n server s 127.0.0.1:1 "" nonsense\n`;
    assert.deepEqual(problems(text), ['7:23 warning text.emptyArgument']);
    assert.deepEqual(problems('global\n "" nonsense\n "$NOPE"\n'), []);
  });

  it('of a broken line says one thing only', () => {
    assert.deepEqual(problems('global\n nonsense "x\n'), ['2:11 error text.unmatchedQuote']);
  });

  it('takes variables from the environment given', () => {
    const text = `${DEFAULTS}listen l\n bind "127.0.0.1:\${PORT-1}"\n`;
    assert.equal(
      JSON.stringify(
        parseHaproxyConfig(text, { env: { PORT: '81' } }).spec?.frontends[0]?.binds[0]?.address,
      ).includes('81'),
      true,
    );
    assert.deepEqual(parseHaproxyConfig(text).spec?.frontends[0]?.binds[0]?.address, {
      kind: 'tcp',
      host: '127.0.0.1',
      port: 1,
    });
  });
});
