import { expect } from 'chai';
import type { Group, Test } from '../../conformance/index.js';

describe('the kit’s view of a runner', () => {
  it('fits mocha’s own functions', () => {
    const group: Group = describe;
    const test: Test = it;
    expect([group, test, test.skip].every((each) => typeof each === 'function')).to.equal(true);
  });
});
