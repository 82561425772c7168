import { expect } from 'chai';
import { submitRate } from '../../../src/config/submit-rate.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe(submitRate.name, () => {
  // Nextflow, RateUnit: a count over a duration, or in one unit of time; seconds where none is named.
  const taken: readonly (readonly [text: string, count: number, periodMs: number])[] = [
    ['50/2min', 50, 2 * MINUTE],
    ['100/1s', 100, SECOND],
    ['100 / 5 min', 100, 5 * MINUTE],
    ['10/30', 10, 30 * SECOND],
    ['1/sec', 1, SECOND],
    ['5/1h 30m', 5, 90 * MINUTE],
    ['10 sec', 10, SECOND],
    ['200 min', 200, MINUTE],
    ['10min', 10, MINUTE],
    ['3 hours', 3, 60 * MINUTE],
    ['1 day', 1, 24 * 60 * MINUTE],
    ['25', 25, SECOND],
    ['999999/1d', 999_999, 24 * 60 * MINUTE],
  ];
  for (const [text, count, periodMs] of taken) {
    it(`takes ${text}`, () => expect(submitRate().read(text)).to.deep.equal({ count, periodMs }));
  }

  const refused = [
    ...['', ' ', '0/1s', '10/0s', '10/0', '1.5 sec', '10/1.5s', '10/500ms', '-1/s', '10/2/3', 'ten a second'],
    ...['10 parsecs', '10 SEC', '1000000/s', '/s', '10/', 5, true, null, ['10 sec'], { count: 1 }],
  ];
  for (const value of refused) {
    it(`refuses ${JSON.stringify(value)}`, () => expect(submitRate().read(value)).to.equal(undefined));
  }
});
