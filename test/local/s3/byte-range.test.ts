import { expect } from 'chai';
import { byteRange } from '../../../local/s3/byte-range.js';

describe(byteRange.name, () => {
  const cases: readonly [string | undefined, number, ReturnType<typeof byteRange>][] = [
    [undefined, 10, 'whole'],
    ['bytes=0-4', 10, { first: 0, last: 4 }],
    ['bytes=5-', 10, { first: 5, last: 9 }],
    ['bytes=5-99', 10, { first: 5, last: 9 }],
    ['bytes=-3', 10, { first: 7, last: 9 }],
    ['bytes=-30', 10, { first: 0, last: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=0-0', 0, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=4-2', 10, 'whole'],
    ['bytes=0-1,3-4', 10, 'whole'],
    ['lines=0-1', 10, 'whole'],
    ['bytes=-', 10, 'whole'],
  ];
  for (const [header, size, expected] of cases) {
    it(`reads ${String(header)} of ${size} bytes as ${JSON.stringify(expected)}`, () => {
      expect(byteRange(header, size)).to.deep.equal(expected);
    });
  }
});
