import { expect } from 'chai';
import * as fc from 'fast-check';
import { Pacer } from '../../../src/submit/pacer.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

/** Takes turns and keeps when each came. */
class PacerRig {
  readonly clock = new FakeClock(0);
  readonly times: number[] = [];
  readonly order: string[] = [];
  readonly pacer: Pacer;

  constructor(burst: number, perSecond: number) {
    this.pacer = new Pacer({ burst, perSecond }, this.clock);
  }

  take(name = '', urgency: 'first' | 'normal' = 'normal'): void {
    void this.pacer.turn({ urgency }).then(() => {
      this.times.push(this.clock.now());
      this.order.push(name);
    });
  }
}

describe(Pacer.name, () => {
  it('lets the burst through at once and then so many a second', async () => {
    const rig = new PacerRig(100, 40);
    for (let n = 0; n < 220; n++) rig.take();
    await settle();
    expect(rig.times.length).to.equal(100);
    await rig.clock.advance(1_000);
    expect(rig.times.length).to.equal(140);
    await rig.clock.advance(2_000);
    expect(rig.times.length).to.equal(220);
    expect(rig.clock.timers).to.equal(0);
  });

  it('lets urgent calls pass those that wait, and keeps the order within each', async () => {
    const rig = new PacerRig(1, 1);
    rig.take('taken');
    for (const name of ['a', 'b']) rig.take(name);
    for (const name of ['stop 1', 'stop 2']) rig.take(name, 'first');
    await rig.clock.advance(10_000);
    expect(rig.order).to.deep.equal(['taken', 'stop 1', 'stop 2', 'a', 'b']);
  });

  it('fills up to the burst and no further while nobody asks', async () => {
    const rig = new PacerRig(3, 1);
    for (let n = 0; n < 3; n++) rig.take();
    await rig.clock.advance(3_600_000);
    for (let n = 0; n < 5; n++) rig.take();
    await settle();
    expect(rig.times.length).to.equal(6);
    await rig.clock.advance(2_000);
    expect(rig.times.length).to.equal(8);
  });

  it('holds one timer however many wait', async () => {
    const rig = new PacerRig(1, 1);
    for (let n = 0; n < 50; n++) rig.take();
    await settle();
    expect(rig.clock.timers).to.equal(1);
    await rig.clock.advance(60_000);
    expect(rig.clock.timers).to.equal(0);
  });

  it('takes a throttle for an empty bucket and a smaller share, once for all calls in flight', async () => {
    const rig = new PacerRig(100, 40);
    for (let n = 0; n < 10; n++) rig.pacer.throttled();
    for (let n = 0; n < 100; n++) rig.take();
    await settle();
    expect(rig.times.length).to.equal(0);
    await rig.clock.advance(1_000);
    // 70 % of 40 a second, and already growing.
    expect(rig.times.length).to.be.within(28, 29);
  });

  it('never slows to less than a probe every half second, however long AWS throttles', async () => {
    const rig = new PacerRig(100, 40);
    for (let second = 0; second < 120; second++) {
      rig.pacer.throttled();
      await rig.clock.advance(1_000);
    }
    for (let n = 0; n < 100; n++) rig.take();
    rig.pacer.throttled();
    const before = rig.times.length;
    await rig.clock.advance(1_000);
    expect(rig.times.length - before).to.be.at.least(1);
  });

  it('is back at nine tenths of the bucket thirty seconds after a minute in which every second call was refused', async () => {
    const rig = new PacerRig(100, 40);
    let sent = 0;
    const endless = async (until: number): Promise<void> => {
      while (rig.clock.now() < until) {
        await rig.pacer.turn();
        sent += 1;
        if (rig.clock.now() < 60_000 && sent % 2 === 1) rig.pacer.throttled();
      }
    };
    const callers = Array.from({ length: 50 }, () => endless(100_000));
    await rig.clock.advance(90_000);
    const after = sent;
    await rig.clock.advance(10_000);
    expect(sent - after).to.be.at.least(0.9 * 40 * 10);
    await rig.clock.advance(10_000);
    await Promise.all(callers);
    expect(rig.clock.timers).to.equal(0);
  }).timeout(60_000);

  it('takes no tokens away when the clock is set back', async () => {
    let now = 10_000;
    const clock = new FakeClock();
    const pacer = new Pacer({ burst: 2, perSecond: 1 }, { now: () => now, after: clock.after.bind(clock) });
    await pacer.turn();
    now = 0;
    await pacer.turn();
    expect(clock.timers).to.equal(0);
  });

  it('never lets more than burst + rate × time through, and in the end everyone', async () => {
    const asks = fc.array(fc.tuple(fc.nat(400), fc.nat(6), fc.boolean()), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 40 }),
        asks,
        async (burst, rate, sequence) => {
          const rig = new PacerRig(burst, rate);
          let asked = 0;
          for (const [wait, count, urgent] of sequence) {
            for (let n = 0; n < count; n++) rig.take('', urgent ? 'first' : 'normal');
            asked += count;
            await rig.clock.advance(wait);
          }
          await rig.clock.advance(((asked + 1) / rate) * 1_000 + 1_000);
          expect(rig.times.length).to.equal(asked);
          expect(rig.clock.timers).to.equal(0);
          // Over any window that starts at a turn: what the bucket held, and what flowed in since.
          for (const [first, from] of rig.times.entries()) {
            for (let last = first; last < rig.times.length; last++) {
              const allowed = burst + (rate * (rig.times[last]! - from)) / 1_000;
              expect(last - first + 1).to.be.at.most(allowed + 1e-6);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
