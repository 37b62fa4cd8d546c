import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  MAX_TIME_MS,
  parseLeadingInteger,
  parseSize,
  parseTime,
  TIME_UNITS,
} from '../../../src/core/haproxy/units';

function ms(text: string, unit?: keyof typeof TIME_UNITS): number | string {
  const parsed = parseTime(text, unit);
  if (!parsed.ok) return parsed.reason === 'character' ? `character ${parsed.character}` : parsed.reason;
  return parsed.ms;
}

describe('haproxy.cfg units', () => {
  it('reads each unit of time', () => {
    assert.deepEqual(
      ['5', '5ms', '5s', '5m', '5h', '5d', '5000us'].map((text) => ms(text)),
      [5, 5, 5000, 300_000, 18_000_000, 432_000_000, 5],
    );
    assert.equal(ms('5', 's'), 5000);
  });

  it('rounds up to whole milliseconds', () => {
    assert.deepEqual(
      ['1us', '999us', '1000us', '1001us', '0us'].map((text) => ms(text)),
      [1, 1, 1, 2, 0],
    );
    const parsed = parseTime('1001us');
    assert.equal(parsed.ok && parsed.roundedUp, true);
  });

  it('names what is not a duration', () => {
    assert.deepEqual(
      ['', '1.5s', 'abc', '-5', '+5', '5M', '5 s', '5😀'].map((text) => ms(text)),
      [
        'empty',
        'character .',
        'character a',
        'character -',
        'character +',
        'character M',
        'character  ',
        'character 😀',
      ],
    );
  });

  it('goes up to 2147483647 ms', () => {
    assert.equal(ms('2147483647'), MAX_TIME_MS);
    assert.deepEqual(
      ['2147483648', '25d', '99999999999999999999'].map((text) => ms(text)),
      ['overflow', 'overflow', 'overflow'],
    );
    assert.equal(ms('24d'), 2_073_600_000);
  });

  it('passes over what follows a unit, and says so', () => {
    const parsed = parseTime('5sx');
    assert.deepEqual(parsed.ok && [parsed.ms, parsed.ignored], [5000, 'x']);
  });

  it('reads every whole number of every unit', () => {
    const unit = fc.constantFrom(...(Object.keys(TIME_UNITS) as (keyof typeof TIME_UNITS)[]));
    fc.assert(
      fc.property(fc.nat({ max: 24 }), unit, (count, name) => {
        assert.equal(
          ms(`${count}${name}`),
          name === 'us' ? Math.ceil(count / 1000) : count * TIME_UNITS[name],
        );
      }),
    );
  });

  it('reads sizes in powers of 1024', () => {
    assert.deepEqual(['0', '10', '1k', '2M', '3g'].map(parseSize), [0, 10, 1024, 2_097_152, 3_221_225_472]);
    assert.deepEqual(['', 'k', '1.5k', '-1', '1kb'].map(parseSize), Array(5).fill(undefined));
  });

  it('reads numbers as C does', () => {
    assert.deepEqual(parseLeadingInteger('12'), { value: 12, clean: true });
    assert.deepEqual(parseLeadingInteger('-1'), { value: -1, clean: true });
    assert.deepEqual(parseLeadingInteger('3x'), { value: 3, clean: false });
    assert.deepEqual(parseLeadingInteger('abc'), { value: 0, clean: false });
  });
});
