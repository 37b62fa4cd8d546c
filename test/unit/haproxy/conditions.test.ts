import assert from 'node:assert/strict';
import { evaluateCondition } from '../../../src/core/haproxy/conditions';
import { isAtLeast } from '../../../src/core/haproxy/version';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import { problems } from './support';

const facts = {
  lookup: (name: string) => ({ HOME: '/root', EMPTY: '' })[name],
  version: '2.6.12',
  features: ['OPENSSL'],
};

function holds(text: string): boolean {
  return evaluateCondition(text, facts);
}

describe('haproxy.cfg conditions', () => {
  it('takes nothing and 0 as false, other integers as true', () => {
    assert.deepEqual(['', ' ', '0', '1', '-1', '2147483648'].map(holds), [
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('asks predicates', () => {
    assert.deepEqual(['defined(HOME)', 'defined(EMPTY)', 'defined(NOPE)', 'defined()'].map(holds), [
      true,
      true,
      false,
      false,
    ]);
    assert.deepEqual(['streq(a,a)', 'streq(a, a)', 'strneq(a,b)', 'strstr(abc,b)'].map(holds), [
      true,
      false,
      true,
      true,
    ]);
    assert.deepEqual(['feature(OPENSSL)', 'feature(QUIC)', 'enabled(EPOLL)'].map(holds), [
      true,
      false,
      false,
    ]);
  });

  it('compares versions', () => {
    const asked = ['2.6', '2.6.12', '2.6.13', '2.7', '2.6-dev5'];
    assert.deepEqual(
      asked.map((version) => holds(`version_atleast(${version})`)),
      [true, true, false, false, true],
    );
    assert.deepEqual(
      asked.map((version) => holds(`version_before(${version})`)),
      [false, false, true, true, false],
    );
    assert.equal(isAtLeast('3.1-dev5', '3.1'), false);
    assert.equal(isAtLeast('3.1', '3.1-dev5'), true);
    assert.equal(isAtLeast('nonsense', '2.6'), false);
  });

  it('binds ! before && before ||', () => {
    assert.deepEqual(['0 && 0 || 1', '1 || 0 && 0', '!1 || 1', '!(1 || 1)', '!!1', '1||0'].map(holds), [
      true,
      true,
      true,
      false,
      true,
      true,
    ]);
  });

  it('refuses what it cannot read', () => {
    for (const text of [
      'foo',
      'foo(1)',
      '(1',
      '1 &&',
      '1 1',
      '1x',
      'defined (HOME)',
      'streq(a)',
      'defined(A,B)',
      '&&',
    ]) {
      assert.throws(() => holds(text), { name: 'Failure' }, text);
    }
  });
});

describe('haproxy.cfg directives', () => {
  function roles(text: string): string[] {
    return parseHaproxyConfig(text, { env: { A: '1' } }).document.lines.map((line) => line.role);
  }

  it('skips the branches that are not taken', () => {
    const text = '.if defined(A)\nglobal\n.elif 1\nnonsense\n.else\nnonsense\n.endif\n';
    assert.deepEqual(roles(text), [
      'directive',
      'header',
      'directive',
      'skipped',
      'directive',
      'skipped',
      'directive',
    ]);
    assert.deepEqual(problems(text, { env: { A: '1' } }), []);
  });

  it('takes the first branch that holds', () => {
    assert.deepEqual(roles('.if 0\nx\n.elif 1\nglobal\n.elif 1\nx\n.endif\n')[3], 'header');
  });

  it('skips blocks inside of skipped ones without reading their conditions', () => {
    assert.deepEqual(problems('.if 0\n.if foo(\n.alert x\n.endif\n.endif\n'), []);
  });

  it('sees what setenv set above', () => {
    assert.deepEqual(problems('global\n setenv B 1\n.if defined(B)\nfoo\n.endif\n'), [
      '4:1 error unknownKeyword',
    ]);
    assert.deepEqual(problems('global\n setenv B 1\n unsetenv B\n.if defined(B)\nfoo\n.endif\n'), []);
    assert.deepEqual(
      problems('global\n presetenv A 2\n.if streq("$A",1)\nfoo\n.endif\n', { env: { A: '1' } }).length,
      1,
    );
    assert.deepEqual(problems('global\n resetenv\n.if defined(A)\nfoo\n.endif\n', { env: { A: '1' } }), []);
  });

  it('says the messages of a file', () => {
    assert.deepEqual(problems('.warning "look here"\n.alert stop\n'), [
      '1:1 warning text.said',
      '2:1 error text.said',
    ]);
    assert.deepEqual(problems('.notice hi\n.diag hi\n'), []);
    assert.deepEqual(problems('.notice a b\n'), ['1:11 error text.extraDirectiveWord']);
  });

  it('refuses blocks that do not match', () => {
    assert.deepEqual(problems('.if 1\n'), ['1:1 error text.unclosedIf']);
    assert.deepEqual(problems('.else\n'), ['1:1 error text.loneElse']);
    assert.deepEqual(problems('.endif\n'), ['1:1 error text.loneElse']);
    assert.deepEqual(problems('.if 1\n.else\n.elif 1\n.endif\n'), ['3:1 error text.afterElse']);
    assert.deepEqual(problems('.if 1\n.endif x\n'), ['2:8 error text.extraDirectiveWord']);
    assert.deepEqual(problems('.foo\n'), ['1:1 error text.unknownDirective']);
    assert.deepEqual(problems('.if nonsense\n.endif\n'), ['1:5 error text.unknownPredicate']);
  });
});
