import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Roster } from '../../../src/core/util/roster';

describe('a roster', () => {
  it('holds what a set would hold, whatever comes and goes', () => {
    const step = fc.record({ add: fc.boolean(), item: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const items = Array.from({ length: 10 }, (_, name) => ({ name, seat: -1 }));
        const roster = new Roster<(typeof items)[number]>();
        const set = new Set<(typeof items)[number]>();
        for (const { add, item } of steps) {
          const it = items[item]!;
          if (add) {
            roster.add(it);
            set.add(it);
          } else assert.equal(roster.delete(it), set.delete(it));
          assert.equal(roster.size, set.size);
          assert.deepEqual(new Set(roster), set);
          for (const each of items) assert.equal(roster.has(each), set.has(each));
        }
      }),
    );
  });

  it('is gone through once, without those that leave meanwhile', () => {
    const items = Array.from({ length: 5 }, (_, name) => ({ name, seat: -1 }));
    const roster = new Roster<(typeof items)[number]>();
    for (const item of items) roster.add(item);
    const seen: number[] = [];
    for (const { name } of roster) {
      seen.push(name);
      roster.delete(items[0]!);
      roster.delete(items[3]!);
      roster.add(items[0]!);
    }
    assert.deepEqual(seen, [0, 1, 2, 4]);
    roster.clear();
    assert.deepEqual([roster.size, items[1]!.seat], [0, -1]);
  });

  it('knows an item that is on another roster from its own', () => {
    const [mine, other] = [new Roster<{ seat: number }>(), new Roster<{ seat: number }>()];
    mine.add({ seat: -1 });
    const item = { seat: -1 };
    other.add(item);
    assert.deepEqual([mine.has(item), mine.delete(item), other.has(item)], [false, false, true]);
  });
});
