import { expect } from 'chai';
import fc from 'fast-check';
import { TimerHeap, type HeapTimer } from '../../../local/time/timer-heap.js';

const nothing = (): void => undefined;

describe(TimerHeap.name, () => {
  it('gives timers in the order of their time, those of one time in the order they were set', () => {
    const heap = new TimerHeap();
    const order: string[] = [];
    for (const [due, name] of [
      [3, 'c'],
      [1, 'a'],
      [3, 'd'],
      [2, 'b'],
    ] as const) {
      heap.add(due, () => order.push(name));
    }
    for (let first = heap.first(); first !== undefined; first = heap.first()) {
      heap.remove(first);
      first.action();
    }
    expect(order.join('')).to.equal('abcd');
  });

  it('agrees with a sorted list whatever is set and cancelled', () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
      fc.record({ cancel: fc.nat(50) }),
      fc.constant('take' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new TimerHeap();
        const all: HeapTimer[] = [];
        let model: HeapTimer[] = [];
        for (const next of steps) {
          if (next === 'take') {
            const first = heap.first();
            expect(first).to.equal(model[0]);
            if (first !== undefined) heap.remove(first);
            model = model.slice(1);
          } else if ('add' in next) {
            const timer = heap.add(next.add, nothing);
            all.push(timer);
            model = [...model, timer].sort((a, b) => a.due - b.due || a.serial - b.serial);
          } else {
            const timer = all[next.cancel];
            if (timer === undefined) continue;
            heap.remove(timer);
            model = model.filter((other) => other !== timer);
          }
          expect(heap.size).to.equal(model.length);
          expect(heap.first()).to.equal(model[0]);
        }
      }),
    );
  });
});
