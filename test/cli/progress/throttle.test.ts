import { expect } from 'chai';
import { Throttle } from '../../../cli/progress/throttle.js';
import { FakeClock } from '../../support/fake-clock.js';

describe(Throttle.name, () => {
  it('acts at once, then once for all requests of an interval', async () => {
    const clock = new FakeClock();
    let runs = 0;
    const throttle = new Throttle(clock, 100, () => runs++);
    for (let request = 0; request < 50; request++) throttle.request();
    expect(runs).to.equal(1);
    await clock.advance(99);
    expect(runs).to.equal(1);
    await clock.advance(1);
    expect(runs).to.equal(2);
    await clock.advance(1000);
    expect(runs).to.equal(2);
  });

  it('forgets what still waits when cancelled', async () => {
    const clock = new FakeClock();
    let runs = 0;
    const throttle = new Throttle(clock, 100, () => runs++);
    throttle.request();
    throttle.request();
    throttle.cancel();
    await clock.advance(1000);
    expect([runs, clock.timers]).to.deep.equal([1, 0]);
  });
});
