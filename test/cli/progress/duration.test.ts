import { expect } from 'chai';
import { formatDuration } from '../../../cli/progress/duration.js';

describe(formatDuration.name, () => {
  const cases: [ms: number, text: string][] = [
    [0, '0 ms'],
    [850, '850 ms'],
    [1000, '1.0 s'],
    [2149, '2.1 s'],
    [59_949, '59.9 s'],
    [59_960, '1 m 0 s'],
    [65_000, '1 m 5 s'],
    [3_599_700, '1 h 0 m'],
    [12_000_000, '3 h 20 m'],
  ];
  for (const [ms, text] of cases) {
    it(`renders ${ms} ms as ${text}`, () => expect(formatDuration(ms)).to.equal(text));
  }
});
