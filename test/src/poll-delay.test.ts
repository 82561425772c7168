import { expect } from 'chai';
import * as fc from 'fast-check';
import { pollDelay } from '../../src/poll-delay.js';

describe(pollDelay.name, () => {
  it('is half a second after a change and grows by half with every quiet round', () => {
    expect([0, 1, 2].map((quiet) => pollDelay(quiet, 1, 10_000))).to.deep.equal([500, 750, 1125]);
    expect(pollDelay(20, 1, 10_000)).to.equal(10_000);
    expect(pollDelay(1_000_000, 1, 10_000)).to.equal(10_000);
  });

  it('obeys an interval below its own shortest', () => {
    expect(pollDelay(0, 1, 200)).to.equal(200);
  });

  it('never takes more than 10 calls a second of the account’s read bucket', () => {
    expect(pollDelay(0, 5_000, 1_000)).to.equal(5_000);
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1_000, max: 60_000 }),
        (quiet, watched, longest) => {
          const delay = pollDelay(quiet, watched, longest);
          const affordable = (Math.ceil(watched / 100) / 10) * 1000;
          expect(delay).to.be.at.least(Math.min(longest, 500)).and.at.least(affordable);
          expect(delay).to.be.at.most(Math.max(longest, affordable));
        },
      ),
    );
  });
});
