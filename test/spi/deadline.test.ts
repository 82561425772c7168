import { expect } from 'chai';
import { Deadline } from '../../spi/deadline.js';
import { FakeClock, settle } from '../support/fake-clock.js';

function follow(deadline: Deadline): { over: boolean } {
  const seen = { over: false };
  void deadline.reached.then(() => (seen.over = true));
  return seen;
}

describe(Deadline.name, () => {
  it('is reached when its time is up', async () => {
    const clock = new FakeClock();
    const seen = follow(new Deadline(clock, 100));
    await clock.advance(99);
    expect(seen.over).to.equal(false);
    await clock.advance(1);
    expect(seen.over).to.equal(true);
    expect(clock.timers).to.equal(0);
  });

  it('starts over with every extension', async () => {
    const clock = new FakeClock();
    const deadline = new Deadline(clock, 100);
    const seen = follow(deadline);
    for (let n = 0; n < 5; n++) {
      await clock.advance(99);
      deadline.extend();
    }
    expect(seen.over).to.equal(false);
    expect(clock.timers).to.equal(1);
    await clock.advance(100);
    expect(seen.over).to.equal(true);
  });

  it('lets go of whoever waits when it is cancelled, and leaves no timer', async () => {
    const clock = new FakeClock();
    const deadline = new Deadline(clock, 100);
    const seen = follow(deadline);
    deadline.cancel();
    await settle();
    expect(seen.over).to.equal(true);
    expect(clock.timers).to.equal(0);
  });

  for (const end of ['reached', 'cancelled'] as const) {
    it(`is not started again by progress that comes after it was ${end}`, async () => {
      const clock = new FakeClock();
      const deadline = new Deadline(clock, 1_000);
      if (end === 'cancelled') deadline.cancel();
      else await clock.advance(1_000);
      deadline.extend();
      expect(clock.timers).to.equal(0);
    });
  }
});
