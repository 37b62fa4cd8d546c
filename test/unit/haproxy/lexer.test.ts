import assert from 'node:assert/strict';
import { lexLine } from '../../../src/core/haproxy/lexer';
import { splitLines } from '../../../src/core/haproxy/line';
import { places } from './support';

const variables: Record<string, string> = { NAME: 'web', LIST: 'a  b c', EMPTY: '', '.LINE': '7' };

function lex(text: string) {
  return lexLine(text, 0, (name) => variables[name]);
}

function words(text: string): string[] {
  const { words: found, problems } = lex(text);
  assert.deepEqual(places(problems), []);
  return found.map((word) => word.value);
}

function problems(text: string): string[] {
  return places(lex(text).problems);
}

describe('haproxy.cfg lexer', () => {
  it('cuts at blanks of any kind', () => {
    assert.deepEqual(words('  server\ts1  a:1\v\fcheck '), ['server', 's1', 'a:1', 'check']);
  });

  it('takes no other space for a blank', () => {
    assert.deepEqual(words('a\u00a0b\u3000c'), ['a\u00a0b\u3000c']);
  });

  it('ends at a comment, even one glued to a word', () => {
    const line = lex('global#x y');
    assert.deepEqual([line.words[0]?.value, line.words.length, line.comment], ['global', 1, 6]);
    assert.equal(lex('# all').comment, 0);
    assert.equal(lex('a b').comment, undefined);
  });

  it('keeps a # that is quoted or escaped', () => {
    assert.deepEqual(words('a\\#b "c#d" \'e#f\''), ['a#b', 'c#d', 'e#f']);
  });

  it('replaces escapes outside of quotes and in double ones', () => {
    assert.deepEqual(words('a\\ b \\\\ \\" \\\' \\t\\n\\r \\x41'), ['a b', '\\', '"', "'", '\t\n\r', 'A']);
    assert.deepEqual(words('"\\x41\\" \\# \\$NAME"'), ['A" # $NAME']);
  });

  it('keeps an unknown escape as its two characters', () => {
    assert.deepEqual(words('^a\\.b$ "\\d" \\$x'), ['^a\\.b$', '\\d', '\\$x']);
  });

  it('has no line continuation, and no escaped TAB', () => {
    assert.deepEqual(words('a \\'), ['a', '\\']);
    assert.deepEqual(words('a\\\tb'), ['a\\', 'b']);
  });

  it('takes single quotes literally', () => {
    assert.deepEqual(words('\'a\\n $NAME "b"\''), ['a\\n $NAME "b"']);
  });

  it('joins pieces that touch', () => {
    assert.deepEqual(words('a"b c"\'d\'e'), ['ab cde']);
    assert.deepEqual(words('"" \'\''), ['', '']);
  });

  it('expands variables in double quotes only', () => {
    assert.deepEqual(words('"$NAME-1" $NAME \'$NAME\' "${NAME}x"'), ['web-1', '$NAME', '$NAME', 'webx']);
    assert.deepEqual(words('"line $.LINE" "$NOPE"'), ['line 7', '']);
  });

  it('uses a default for what is unset, not for what is empty', () => {
    assert.deepEqual(words('"${NOPE-a b}" "${EMPTY-x}" "${NOPE-}"'), ['a b', '', '']);
  });

  it('cuts the value of [*] into words', () => {
    assert.deepEqual(words('"<${LIST[*]}>" z'), ['<a', 'b', 'c>', 'z']);
    assert.deepEqual(words('"${NOPE[*]}"'), ['']);
  });

  it('stops a variable’s name at a dot', () => {
    assert.deepEqual(words('"$NAME.example"'), ['web.example']);
  });

  it('cuts a value off at a NUL, as a C string', () => {
    assert.deepEqual(words('a\\x00b c'), ['a', 'c']);
  });

  it('says where each word stands, in UTF-16 units', () => {
    const [, second, third] = lex('é😀 "b c" d').words;
    assert.deepEqual([second?.range.startColumn, second?.range.endColumn], [4, 9]);
    assert.deepEqual([third?.range.startColumn, third?.range.endColumn], [10, 11]);
  });

  it('refuses quotes that stay open', () => {
    assert.deepEqual(problems('a "b'), ['1:3 error text.unmatchedQuote']);
    assert.deepEqual(problems("a b'c"), ['1:4 error text.unmatchedQuote']);
    assert.deepEqual(problems('"a\rb"'), ['1:1 error text.unmatchedQuote']);
  });

  it('refuses broken escapes and variables', () => {
    assert.deepEqual(problems('a \\x4'), ['1:3 error text.badHex']);
    assert.deepEqual(problems('a \\xzz'), ['1:3 error text.badHex']);
    assert.deepEqual(problems('"$1"'), ['1:2 error text.badVariableName']);
    assert.deepEqual(problems('"${}"'), ['1:2 error text.badVariableName']);
    assert.deepEqual(problems('"${A"'), ['1:2 error text.unmatchedBrace']);
    assert.deepEqual(problems('"${A+b}"'), ['1:2 error text.unmatchedBrace']);
    assert.deepEqual(problems('"${A[x]}"'), ['1:5 error text.badWordExpansion']);
  });

  it('keeps the words before the place that it refuses', () => {
    assert.deepEqual(
      lex('server s1 "x').words.map((word) => word.value),
      ['server', 's1'],
    );
  });

  it('has room for 64 words', () => {
    assert.equal(words(Array(64).fill('w').join(' ')).length, 64);
    assert.deepEqual(problems(Array(66).fill('w').join(' ')), ['1:129 error text.tooManyWords']);
  });

  it('takes a carriage return after a word as the end, and one after a blank as a blank', () => {
    assert.deepEqual(problems('a b\rc'), ['1:4 warning text.strayCarriageReturn']);
    assert.equal(lex('a b\rc').words.length, 2);
    assert.deepEqual(words('a \r b'), ['a', 'b']);
  });
});

describe('haproxy.cfg lines', () => {
  it('ends at LF or CRLF', () => {
    assert.deepEqual(splitLines('a\r\nb\n\nc'), [
      { text: 'a', end: '\r\n' },
      { text: 'b', end: '\n' },
      { text: '', end: '\n' },
      { text: 'c', end: '' },
    ]);
    assert.deepEqual(splitLines(''), []);
  });
});
