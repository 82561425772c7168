import { expect } from 'chai';
import { firstOfEachPath } from '../../../host/report/first-of-each-path.js';

describe(firstOfEachPath.name, () => {
  it('keeps what was said first of each path, in order', () => {
    const problems = ['a 1', 'b 2', 'a 3', 'c 4'].map((text) => ({ path: text.slice(0, 1), message: text }));
    expect(firstOfEachPath(problems).map(({ message }) => message)).to.deep.equal(['a 1', 'b 2', 'c 4']);
  });
});
