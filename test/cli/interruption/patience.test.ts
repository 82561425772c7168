import { expect } from 'chai';
import { atMost } from '../../../cli/interruption/patience.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

describe(atMost.name, () => {
  for (const [how, work] of [
    ['succeeds', () => Promise.resolve()],
    ['fails', () => Promise.reject(new Error('no'))],
  ] as const) {
    it(`ends as soon as the work ${how}, and leaves no timer`, async () => {
      const clock = new FakeClock();
      await atMost(clock, 100, work());
      expect(clock.timers).to.equal(0);
    });
  }

  it('ends when the time is up', async () => {
    const clock = new FakeClock();
    let over = false;
    void atMost(clock, 100, new Promise(() => undefined)).then(() => (over = true));
    await clock.advance(99);
    expect(over).to.equal(false);
    await clock.advance(1);
    await settle();
    expect(over).to.equal(true);
  });
});
