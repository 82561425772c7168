import { expect } from 'chai';
import { askedWait, retryDelay } from '../../../host/wave/retry-delay.js';

const policy = { delay: 400, maxDelay: 10_000, maxAttempts: 5 };
const middle = { random: 0.5, now: 0 };

describe(retryDelay.name, () => {
  it('doubles from try to try, up to the longest', () => {
    expect([1, 2, 3, 10].map((tries) => retryDelay(tries, policy, middle))).to.deep.equal([
      400, 800, 1600, 10_000,
    ]);
  });

  it('is spread by a quarter, so that clients part', () => {
    expect(retryDelay(1, policy, { random: 0, now: 0 })).to.equal(300);
    expect(retryDelay(1, policy, { random: 1, now: 0 })).to.equal(500);
  });

  it('waits as long as the service asks for, and not at all where that is too long', () => {
    expect(retryDelay(1, policy, { ...middle, retryAfter: '7' })).to.equal(7000);
    expect(retryDelay(1, policy, { ...middle, retryAfter: '0' })).to.equal(400);
    expect(retryDelay(1, policy, { ...middle, retryAfter: '11' })).to.equal(undefined);
  });
});

describe(askedWait.name, () => {
  it('reads seconds and dates', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(askedWait('36', now)).to.equal(36_000);
    expect(askedWait('Thu, 01 Jan 2026 00:00:05 GMT', now)).to.equal(5000);
    expect(askedWait('Thu, 01 Jan 2025 00:00:05 GMT', now)).to.equal(0);
  });

  it('takes anything else for nothing', () => {
    for (const text of [undefined, '', 'soon', '-3x']) expect(askedWait(text, 0)).to.equal(undefined);
  });
});
