import { expect } from 'chai';
import { present } from '../../src/present.js';

describe(present.name, () => {
  it('leaves out what is undefined and keeps everything else, however empty', () => {
    const kept = present({ a: undefined, b: 0, c: '', d: false, e: null });
    expect(Object.keys(kept)).to.deep.equal(['b', 'c', 'd', 'e']);
  });
});
