import { expect } from 'chai';
import * as fc from 'fast-check';
import { Turnstile } from '../../../host/engine/turnstile.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';

describe(Turnstile.name, () => {
  it('lets no more in than it has room for, in the order they came', async () => {
    const turnstile = new Turnstile(2);
    const entered: number[] = [];
    const gates = [0, 1, 2, 3].map(() => new Deferred<void>());
    const passes = gates.map((gate, index) =>
      turnstile.pass(async () => {
        entered.push(index);
        await gate.promise;
        return index;
      }),
    );
    await settle();
    expect(entered).to.deep.equal([0, 1]);
    gates[1]?.resolve();
    await settle();
    expect(entered).to.deep.equal([0, 1, 2]);
    for (const gate of gates) gate.resolve();
    expect(await Promise.all(passes)).to.deep.equal([0, 1, 2, 3]);
  });

  it('holds its limit and its order and lets everyone through, whoever leaves when and how', async () => {
    const comings = fc.array(fc.record({ leaves: fc.nat(20), fails: fc.boolean() }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), comings, async (limit, guests) => {
        const turnstile = new Turnstile(limit);
        const entered: number[] = [];
        const inside = new Map<number, Deferred<number>>();
        const leave = (index: number): void => {
          const guest = inside.get(index);
          inside.delete(index);
          if (guests[index]?.fails === true) guest?.reject(new Error(`${index}`));
          else guest?.resolve(index);
        };
        const ends = guests.map((_, index) => {
          const end = turnstile.pass(() => {
            entered.push(index);
            const stay = new Deferred<number>();
            inside.set(index, stay);
            return stay.promise;
          });
          return end.catch((error: unknown) => `no ${(error as Error).message}`);
        });
        for (const { leaves } of guests) {
          await settle();
          expect(inside.size).to.equal(Math.min(limit, guests.length - entered.length + inside.size));
          leave([...inside.keys()][leaves % Math.max(1, inside.size)] ?? -1);
        }
        const expected = guests.map(({ fails }, index) => (fails ? `no ${index}` : index));
        expect(await Promise.all(ends)).to.deep.equal(expected);
        expect(entered).to.deep.equal(guests.map((_, index) => index));
      }),
      { numRuns: 100 },
    );
  });

  it('passes an error on and gives the place back', async () => {
    const turnstile = new Turnstile(1);
    const failing = turnstile.pass(() => Promise.reject(new Error('no'))).catch(String);
    const next = turnstile.pass(() => Promise.resolve('yes'));
    expect(await Promise.all([failing, next])).to.deep.equal(['Error: no', 'yes']);
    expect(await turnstile.pass(() => Promise.resolve('again'))).to.equal('again');
  });

  it('keeps its limit after it has been empty', async () => {
    const turnstile = new Turnstile(1);
    await Promise.all([1, 2, 3].map((value) => turnstile.pass(() => Promise.resolve(value))));
    const gate = new Deferred<void>();
    let second = false;
    const passes = [
      turnstile.pass(() => gate.promise),
      turnstile.pass(() => Promise.resolve((second = true))),
    ];
    await settle();
    expect(second).to.equal(false);
    gate.resolve();
    await Promise.all(passes);
  });
});
