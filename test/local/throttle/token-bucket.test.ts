import { expect } from 'chai';
import fc from 'fast-check';
import { TokenBucket } from '../../../local/throttle/token-bucket.js';

describe(TokenBucket.name, () => {
  it('gives its burst, then one token each 1/rate seconds [THR-1]', () => {
    let now = 0;
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, () => now);
    expect([1, 2, 3, 4].map(() => bucket.take())).to.deep.equal([true, true, true, false]);
    now = 499;
    expect(bucket.take()).to.equal(false);
    now = 500;
    expect([bucket.take(), bucket.take()]).to.deep.equal([true, false]);
  });

  it('never gives more than burst plus refill, whatever the times of asking [THR-1]', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 200 });
    const rate = fc.record({
      burst: fc.integer({ min: 1, max: 20 }),
      perSecond: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(steps, rate, (waits, given) => {
        let now = 0;
        const bucket = new TokenBucket(given, () => now);
        let taken = 0;
        for (const wait of waits) {
          now += wait;
          if (bucket.take()) taken++;
        }
        expect(taken).to.be.at.most(given.burst + (now / 1000) * given.perSecond + 1e-6);
      }),
    );
  });
});
