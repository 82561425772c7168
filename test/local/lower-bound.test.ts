import { expect } from 'chai';
import fc from 'fast-check';
import { lowerBound } from '../../local/lower-bound.js';

describe('lowerBound', () => {
  it('finds what a search from the front finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 })),
        fc.integer({ min: -1, max: 51 }),
        (list, value) => {
          const sorted = list.sort((one, other) => one - other);
          const found = sorted.findIndex((item) => item >= value);
          expect(lowerBound(sorted.length, (index) => (sorted[index] ?? 0) < value)).to.equal(
            found === -1 ? sorted.length : found,
          );
        },
      ),
    );
  });

  it('looks at few of many', () => {
    let looks = 0;
    const found = lowerBound(1_000_000, (index) => {
      looks++;
      return index < 765_432;
    });
    expect(found).to.equal(765_432);
    expect(looks).to.be.at.most(20);
  });
});
