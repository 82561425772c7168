import { expect } from 'chai';
import * as fc from 'fast-check';
import { backoffDelay, throttleDelay } from '../../../src/aws/backoff.js';

describe(backoffDelay.name, () => {
  it('doubles from one second to thirty', () => {
    const middle = (tries: number): number => backoffDelay(tries, () => 0.5);
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(middle)).to.deep.equal([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('spreads by half either way and never goes beyond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, random) => {
          const delay = backoffDelay(tries, () => random);
          expect(delay).to.be.at.least(500).and.lessThan(45_000);
        },
      ),
    );
    expect(backoffDelay(1, () => 0)).to.equal(500);
  });
});

describe(throttleDelay.name, () => {
  it('is a tenth of a second, spread by half either way', () => {
    expect([0, 0.5, 1].map((random) => throttleDelay(() => random))).to.deep.equal([50, 100, 150]);
  });
});
