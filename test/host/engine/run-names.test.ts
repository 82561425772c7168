import { expect } from 'chai';
import fc from 'fast-check';
import { inventRunName, inventSessionId, isRunName } from '../../../host/engine/run-names.js';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('inventRunName', () => {
  it('always gives a valid name of two words', () => {
    fc.assert(
      fc.property(chance, (value) => {
        const name = inventRunName(() => value);
        return isRunName(name) && name.split('_').length === 2;
      }),
    );
  });
});

describe('inventSessionId', () => {
  it('always gives a version 4 UUID', () => {
    fc.assert(
      fc.property(fc.array(chance, { minLength: 1 }), (values) => {
        let turn = 0;
        const id = inventSessionId(() => values[turn++ % values.length] ?? 0);
        return /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id);
      }),
    );
  });
});

describe('isRunName', () => {
  for (const [name, valid] of [
    ['happy_curie', true],
    ['a', true],
    ['a-b_c9', true],
    ['Happy', false],
    ['9lives', false],
    ['a--b', false],
    ['a_', false],
    ['', false],
    ['a'.repeat(80), true],
    ['a'.repeat(81), false],
  ] as const) {
    it(`${valid ? 'takes' : 'refuses'} ${JSON.stringify(name)}`, () => {
      expect(isRunName(name)).to.equal(valid);
    });
  }
});
