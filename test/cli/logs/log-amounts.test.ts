import { expect } from 'chai';
import { checkLines, checkSince, linesOf, sinceOf } from '../../../cli/logs/log-amounts.js';

const now = Date.UTC(2026, 6, 28, 12);

describe('the amounts of nf-awsecs logs', () => {
  for (const [text, lines] of [
    ['0', 0],
    ['100', 100],
    ['all', 'all'],
  ] as const) {
    it(`take ${text} lines`, () => {
      expect(linesOf(text)).to.equal(lines);
      expect(checkLines(text)).to.equal(undefined);
    });
  }

  for (const text of ['-1', '1.5', 'ten', '99999999999999999999']) {
    it(`take no ${text} lines`, () => expect(checkLines(text)).to.equal('must be a whole number, or all'));
  }

  for (const [text, since] of [
    ['10m', now - 600_000],
    ['1h 30m', now - 5_400_000],
    ['2 days', now - 172_800_000],
    ['2026-07-28', Date.UTC(2026, 6, 28)],
    ['2026-07-28T10:00:00Z', Date.UTC(2026, 6, 28, 10)],
    ['2026-07-28T10:00:00.5+02:00', Date.UTC(2026, 6, 28, 8, 0, 0, 500)],
  ] as const) {
    it(`take ${text} for a moment`, () => {
      expect(sinceOf(text, now)).to.equal(since);
      expect(checkSince(text)).to.equal(undefined);
    });
  }

  for (const text of ['10', 'yesterday', '10 fortnights', '2026-13-40', '2026-07-28 10:00']) {
    it(`take ${text} for no moment`, () =>
      expect(checkSince(text)).to.match(/^must be a duration such as 10m/));
  }
});
