import { expect } from 'chai';
import * as fc from 'fast-check';
import { Pacer } from '../../../src/submit/pacer.js';
import { ShutdownError } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { watch } from '../settle-with.js';

/** Takes turns and keeps when each came. */
class PacerRig {
  readonly clock: FakeClock;
  readonly end = new AbortController();
  readonly times: number[] = [];
  readonly order: string[] = [];
  readonly pacer: Pacer;

  constructor(burst: number, perSecond: number, now = 0) {
    this.clock = new FakeClock(now);
    this.pacer = new Pacer({ burst, perSecond }, this.clock, { end: this.end.signal });
  }

  take(name = '', urgency: 'first' | 'normal' = 'normal'): void {
    void this.pacer.turn({ urgency }).then(() => {
      this.times.push(this.clock.now());
      this.order.push(name);
    });
  }
}

describe(Pacer.name, () => {
  it('lets the burst through at once, but for what arrives together, and then so many a second', async () => {
    const rig = new PacerRig(100, 40);
    for (let n = 0; n < 210; n++) rig.take();
    await settle();
    expect(rig.times.length).to.equal(90);
    await rig.clock.advance(1_000);
    expect(rig.times.length).to.equal(130);
    await rig.clock.advance(2_000);
    expect(rig.times.length).to.equal(210);
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
    const rig = new PacerRig(3.25, 1);
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

  it('takes throttles that are a second apart for two signs, closer ones for one, at any time of day', async () => {
    const rates = [];
    for (const apart of [999, 1_000]) {
      const rig = new PacerRig(1, 40, Date.UTC(2026, 0, 1));
      rig.pacer.throttled();
      await rig.clock.advance(apart);
      rig.pacer.throttled();
      for (let n = 0; n < 100; n++) rig.take();
      await rig.clock.advance(1_000);
      rates.push(rig.times.length);
    }
    // 28 a second have grown by 1.6, and are cut once more or not.
    expect(rates).to.deep.equal([29, 21]);
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

  it('refuses those that wait, and all that come, once the session is over, and leaves no timer', async () => {
    const rig = new PacerRig(1, 1);
    const turns = (['first', 'normal', 'normal'] as const).map((urgency) =>
      watch(rig.pacer.turn({ urgency })),
    );
    await settle();
    rig.end.abort();
    turns.push(watch(rig.pacer.turn()));
    await settle();
    expect(turns.map(({ done, error }) => [done, error instanceof ShutdownError])).to.deep.equal([
      [true, false],
      [true, true],
      [true, true],
      [true, true],
    ]);
    expect(rig.clock.timers).to.equal(0);
  });

  it('keeps within the bucket where calls that were sent apart arrive together', async () => {
    const rig = new PacerRig(100, 40);
    for (let n = 0; n < 1_000; n++) rig.take();
    await rig.clock.advance(30_000);
    // Every other call is held up by a quarter of a second on its way.
    const arrivals = rig.times.map((at, call) => at + (call % 2) * 250).sort((one, other) => one - other);
    let [tokens, fewest, before] = [100, 100, 0];
    for (const at of arrivals) {
      tokens = Math.min(100, tokens + ((at - before) * 40) / 1_000) - 1;
      fewest = Math.min(fewest, tokens);
      before = at;
    }
    expect(arrivals.length).to.equal(1_000);
    expect(fewest).to.be.at.least(0);
  });

  it('takes no tokens away when the clock is set back', async () => {
    let now = 10_000;
    const clock = new FakeClock();
    const pacer = new Pacer(
      { burst: 2.25, perSecond: 1 },
      { now: () => now, after: clock.after.bind(clock) },
    );
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
