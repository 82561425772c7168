import { expect } from 'chai';
import * as fc from 'fast-check';
import { Pacer } from '../../../src/submit/pacer.js';
import { RateCeiling } from '../../../src/submit/rate-ceiling.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

describe(RateCeiling.name, () => {
  it('lets so many calls through at once and the next when the first of them is a period old', async () => {
    const clock = new FakeClock(0);
    const ceiling = new RateCeiling({ count: 2, periodMs: 1_000 }, clock);
    ceiling.spend();
    await clock.advance(300);
    expect(ceiling.wait()).to.equal(0);
    ceiling.spend();
    expect(ceiling.wait()).to.equal(700);
    await clock.advance(700);
    expect(ceiling.wait()).to.equal(0);
    ceiling.spend();
    expect(ceiling.wait()).to.equal(300);
  });

  it('neither forgets calls nor waits for ever when the clock is set back', () => {
    let now = 10_000_000;
    const clock = new FakeClock();
    const ceiling = new RateCeiling(
      { count: 1, periodMs: 1_000 },
      { now: () => now, after: clock.after.bind(clock) },
    );
    ceiling.spend();
    now = 0;
    expect(ceiling.wait()).to.equal(1_000);
    now = 1_000;
    expect(ceiling.wait()).to.equal(0);
  });

  it('holds in every window of its period, also behind a bucket that throttles, and lets all through in the end', async () => {
    const step = fc.tuple(fc.nat(900), fc.nat(6), fc.constantFrom('run', 'run', 'stop', 'kill', 'throttle'));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1_000, max: 5_000 }),
        fc.array(step, { maxLength: 25 }),
        async (count, periodMs, steps) => {
          const clock = new FakeClock(0);
          const pacer = new Pacer({ burst: 4, perSecond: 5 }, clock, {
            ceiling: new RateCeiling({ count, periodMs }, clock),
          });
          const sent: number[] = [];
          const open = new Set<AbortController>();
          let stops = 0;
          const run = async (kill: AbortController): Promise<void> => {
            open.add(kill);
            await pacer.turn({ unwanted: kill.signal });
            open.delete(kill);
            if (!kill.signal.aborted) sent.push(clock.now());
          };
          const stop = async (): Promise<void> => {
            stops += 1;
            await pacer.turn({ urgency: 'first' });
            stops -= 1;
          };
          for (const [ms, times, kind] of steps) {
            for (let n = 0; n < times; n++) {
              if (kind === 'run') void run(new AbortController());
              else if (kind === 'stop') void stop();
              else if (kind === 'kill') [...open].at(n)?.abort();
            }
            if (kind === 'throttle') pacer.throttled();
            await clock.advance(ms);
          }
          await clock.advance(60_000);
          // Stops wait for nothing but their bucket.
          expect(stops).to.equal(0);
          await clock.advance(150 * periodMs);
          await settle();
          expect(open.size).to.equal(0);
          expect(clock.timers).to.equal(0);
          for (const [index, at] of sent.entries()) {
            const next = sent[index + count];
            if (next !== undefined) expect(next - at).to.be.at.least(periodMs);
          }
        },
      ),
      { numRuns: 100 },
    );
  }).timeout(60_000);
});
