import { expect } from 'chai';
import { usableMemory } from '../../../src/placement/usable-memory.js';

describe(usableMemory.name, () => {
  // Nominal MiB and what Linux found on an instance of that size (docs/adr/0022).
  const measured: readonly [type: string, nominal: number, found: number][] = [
    ['m6i.large', 8192, 8192 - 405],
    ['m6i.4xlarge', 65_536, 65_536 - 2270],
    ['m6i.16xlarge', 262_144, 262_144 - 8473],
  ];
  for (const [type, nominal, found] of measured) {
    it(`stays below what ${type} was found to have, by less than 2 %`, () => {
      expect(usableMemory(nominal)).to.be.within(found * 0.98, found);
    });
  }

  it('is whole MiB, and never less than none', () => {
    expect(usableMemory(65_536)).to.equal(63_150);
    expect(usableMemory(100)).to.equal(0);
  });
});
