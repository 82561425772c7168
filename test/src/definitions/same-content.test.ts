import { expect } from 'chai';
import * as fc from 'fast-check';
import { holdsContent } from '../../../src/definitions/same-content.js';

describe(holdsContent.name, () => {
  it('takes defaults and empty lists that ECS adds for no difference', () => {
    const ours = { a: '1', containers: [{ name: 'main', image: 'x' }] };
    const theirs = {
      a: '1',
      volumes: [],
      revision: 3,
      containers: [{ name: 'main', image: 'x', cpu: 0, mounts: [] }],
    };
    expect(holdsContent(theirs, ours)).to.equal(true);
  });

  const different: readonly (readonly [string, unknown, unknown])[] = [
    ['a value that changed', { a: '2' }, { a: '1' }],
    ['a value that is missing', {}, { a: '1' }],
    ['a list that is longer', { a: [1, 2] }, { a: [1] }],
    ['a list that is shorter', { a: [] }, { a: [1] }],
    ['a list in another order', { a: [2, 1] }, { a: [1, 2] }],
    ['another type', { a: '1' }, { a: 1 }],
    ['an object where a list was', { a: { 0: 1 } }, { a: [1] }],
    ['nothing where an object was', { a: null }, { a: { b: 1 } }],
    ['no content at all', undefined, { a: 1 }],
  ];
  for (const [name, theirs, ours] of different) {
    it(`finds ${name}`, () => expect(holdsContent(theirs, ours)).to.equal(false));
  }

  it('finds every JSON value the same as itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => holdsContent(value, value)));
  });
});
