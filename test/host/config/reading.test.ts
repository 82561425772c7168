import { expect } from 'chai';
import { describeValue } from '../../../host/config/reading.js';

describe(describeValue.name, () => {
  it('writes values as a configuration file would show them', () => {
    expect(['a', 1, true, null, [1, 'a'], { a: 1 }].map(describeValue)).to.deep.equal([
      "'a'",
      '1',
      'true',
      'null',
      '[1,"a"]',
      '{"a":1}',
    ]);
  });

  it('cuts what is long', () => {
    expect(describeValue('x'.repeat(500))).to.equal(`'${'x'.repeat(79)}…`);
  });
});
