import { expect } from 'chai';
import { nearest } from '../../src/nearest.js';

describe(nearest.name, () => {
  const known = ['cluster', 'taskRole', 'tags'];
  const cases = [
    { name: 'clutser', expected: 'cluster' },
    { name: 'TASKROLE', expected: 'taskRole' },
    { name: 'tag', expected: 'tags' },
    { name: 'clus', expected: undefined },
    { name: 'zz', expected: undefined },
    { name: '', expected: undefined },
  ];
  for (const { name, expected } of cases)
    it(`takes '${name}' for ${String(expected)}`, () => expect(nearest(name, known)).to.equal(expected));

  it('takes the one with the fewest slips', () => {
    expect(nearest('subnetts', ['subset', 'subnets', 'subnet'])).to.equal('subnets');
  });
});
