import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance, nearest } from '../../../src/core/text/suggest';

describe('suggestions', () => {
  it('counts insertions, deletions, replacements and swaps', () => {
    assert.deepEqual(
      [
        editDistance('', 'abc'),
        editDistance('check', 'chek'),
        editDistance('bind', 'bnid'),
        editDistance('mode', 'node'),
      ],
      [3, 1, 1, 1],
    );
  });

  it('is symmetric, and 0 for equal words only', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.equal(editDistance(a, b) === 0, a === b);
      }),
    );
  });

  it('finds the nearest word, and none when all are far', () => {
    const candidates = ['server', 'default-server', 'balance', 'bind', 'mode'];
    assert.equal(nearest('sever', candidates), 'server');
    assert.equal(nearest('Mode', candidates), 'mode');
    assert.equal(nearest('balence', candidates), 'balance');
    assert.equal(nearest('xyzzy', candidates), undefined);
  });
});
