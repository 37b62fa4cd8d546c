import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fifo } from '../../../src/core/util/fifo';

describe('Fifo', () => {
  it('gives back in the order in which it took', () => {
    const step = fc.oneof(fc.integer(), fc.constantFrom('shift', 'shift', 'clear'));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const fifo = new Fifo<number>();
        let model: number[] = [];
        for (const one of steps) {
          if (typeof one === 'number') {
            fifo.push(one);
            model.push(one);
          } else if (one === 'shift') assert.equal(fifo.shift(), model.shift());
          else {
            fifo.clear();
            model = [];
          }
          assert.deepEqual([fifo.size, fifo.peek()], [model.length, model[0]]);
        }
      }),
    );
  });
});
