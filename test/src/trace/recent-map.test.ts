import { expect } from 'chai';
import { RecentMap } from '../../../src/trace/recent-map.js';

describe(RecentMap.name, () => {
  it('forgets what was not asked for the longest, and only where it must', () => {
    const map = new RecentMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).to.equal(1);
    map.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => map.get(key))).to.deep.equal([1, undefined, 3]);
  });

  it('holds the last value of a key, which takes one place', () => {
    const map = new RecentMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    expect([map.get('b'), map.get('a'), map.get('x')]).to.deep.equal([2, 3, undefined]);
  });
});
