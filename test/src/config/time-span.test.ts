import { expect } from 'chai';
import { parseTimeSpan, timeSpanText } from '../../../src/config/time-span.js';

describe(parseTimeSpan.name, () => {
  const spans: readonly (readonly [string, number])[] = [
    ['30 min', 1_800_000],
    ['1d 12h', 129_600_000],
    ['1.5h', 5_400_000],
    [' 3 days ', 259_200_000],
    ['1.001 s', 1_001],
    ['1.9 ms', 1],
    ['0 s', 0],
  ];
  for (const [text, ms] of spans) {
    it(`reads ${text}`, () => expect(parseTimeSpan(text)).to.equal(ms));
  }

  for (const text of ['', '5', 'soon', '5 parsecs', '-1 s', '5 MIN', '1h 30', '1..5 s', 's']) {
    it(`refuses '${text}'`, () => expect(parseTimeSpan(text)).to.equal(undefined));
  }
});

describe(timeSpanText.name, () => {
  const texts: readonly (readonly [number, string])[] = [
    [0, '0 ms'],
    [5, '5 ms'],
    [3_000, '3 s'],
    [600_000, '10 min'],
    [5_400_000, '1 h 30 min'],
    [86_400_000, '1 d'],
    [90_061_000, '1 d 1 h'],
    [86_400_001, '1 d'],
  ];
  for (const [ms, text] of texts) {
    it(`writes ${ms} ms as ${text}`, () => expect(timeSpanText(ms)).to.equal(text));
  }
});
