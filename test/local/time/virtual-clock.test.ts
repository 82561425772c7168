import { expect } from 'chai';
import { VirtualClock } from '../../../local/time/virtual-clock.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

const start = Date.UTC(2026, 0, 1);

describe(VirtualClock.name, () => {
  describe('standing still', () => {
    let clock: VirtualClock;
    let seen: string[];
    const note = (name: string) => (): void => void seen.push(`${name}@${clock.now() - start}`);

    beforeEach(() => {
      clock = new VirtualClock({ start });
      seen = [];
    });

    it('moves only when told', async () => {
      clock.after(0, note('a'));
      await settle();
      expect(seen).to.deep.equal([]);
      expect(clock.now()).to.equal(start);
    });

    it('runs what falls due in order, each at its own time, and ends at the time told', async () => {
      for (const ms of [300, 100, 200, 401]) clock.after(ms, note(`t${ms}`));
      await clock.advance(400);
      expect(seen).to.deep.equal(['t100@100', 't200@200', 't300@300']);
      expect(clock.now() - start).to.equal(400);
      expect(clock.pending).to.equal(1);
    });

    it('runs timers that timers set, also after a promise, at their times', async () => {
      clock.after(100, () => {
        void Promise.resolve().then(() => clock.after(50, note('inner')));
      });
      clock.after(200, note('outer'));
      await clock.advance(1000);
      expect(seen).to.deep.equal(['inner@150', 'outer@200']);
    });

    it('never runs a timer within the call that sets it', async () => {
      clock.after(-5, note('past'));
      expect(seen).to.deep.equal([]);
      await clock.advance(0);
      expect(seen).to.deep.equal(['past@0']);
    });

    it('does not run what was cancelled, and takes a second cancel', async () => {
      const timer = clock.after(10, note('a'));
      timer.cancel();
      timer.cancel();
      await clock.advance(20);
      timer.cancel();
      expect(seen).to.deep.equal([]);
      expect(clock.pending).to.equal(0);
    });

    it('queues an advance behind the one that runs', async () => {
      clock.after(15, note('a'));
      await Promise.all([clock.advance(10), clock.advance(10)]);
      expect(seen).to.deep.equal(['a@15']);
      expect(clock.now() - start).to.equal(20);
    });

    it('sets the wall clock without moving a timer, forwards or backwards', async () => {
      clock.after(100, note('a'));
      clock.jump(3_600_000);
      await settle();
      expect(clock.now() - start).to.equal(3_600_000);
      await clock.advance(99);
      expect(seen).to.deep.equal([]);
      clock.jump(-3_700_000);
      await clock.advance(1);
      expect(seen).to.deep.equal(['a@-99900']);
    });

    it('tells what a timer threw, at the time it threw, and goes on from there', async () => {
      clock.after(10, () => {
        throw new Error('boom');
      });
      clock.after(20, note('later'));
      const failure: unknown = await clock.advance(100).catch((error: unknown) => error);
      expect(failure).to.have.property('message', 'boom');
      expect(clock.now() - start).to.equal(10);
      await clock.advance(10);
      expect(seen).to.deep.equal(['later@20']);
    });

    it('waits for the work that it was given a way to wait for', async () => {
      let working = 0;
      const settled = new VirtualClock({
        start,
        settle: () => {
          if (working > 0) seen.push('waited');
          working = 0;
          return Promise.resolve();
        },
      });
      settled.after(1, () => working++);
      await settled.advance(1);
      expect(seen).to.deep.equal(['waited']);
    });

    it('runs twenty thousand timers of a day without a step for each millisecond', async () => {
      const quick = new VirtualClock({ start, settle: () => Promise.resolve() });
      let last = 0;
      let ran = 0;
      for (let index = 0; index < 20_000; index++) {
        quick.after((index * 7919) % 86_400_000, () => {
          expect(quick.now()).to.be.at.least(last);
          last = quick.now();
          ran++;
        });
      }
      await quick.advance(86_400_000);
      expect(ran).to.equal(20_000);
    });
  });

  describe('flowing', () => {
    let real: FakeClock;
    let clock: VirtualClock;
    let seen: number[];

    beforeEach(() => {
      real = new FakeClock(0);
      clock = new VirtualClock({ start, rate: 100, real, settle: () => Promise.resolve() });
      seen = [];
    });

    it('runs so many virtual milliseconds a real one', async () => {
      await real.advance(5);
      expect(clock.now() - start).to.equal(500);
      clock.setRate(10);
      await real.advance(5);
      expect(clock.now() - start).to.equal(550);
      clock.setRate(0);
      await real.advance(5);
      expect(clock.now() - start).to.equal(550);
    });

    it('keeps one real timer, whatever number of virtual ones wait, and none for none', () => {
      const timers = [5000, 1000, 3000].map((ms) => clock.after(ms, () => seen.push(ms)));
      expect(real.timers).to.equal(1);
      for (const timer of timers) timer.cancel();
      expect(real.timers).to.equal(0);
    });

    it('runs each timer at its own time, though many fall due in one real millisecond', async () => {
      for (const ms of [199, 101, 150]) clock.after(ms, () => seen.push(clock.now() - start));
      await real.advance(2);
      expect(seen).to.deep.equal([101, 150, 199]);
      expect(clock.now() - start).to.equal(200);
      expect(real.timers).to.equal(0);
    });

    it('runs a timer in time when an earlier one is set after it', async () => {
      clock.after(10_000, () => seen.push(10_000));
      clock.after(100, () => seen.push(100));
      await real.advance(1);
      expect(seen).to.deep.equal([100]);
    });

    it('waits no longer than node can, and for all of it', async () => {
      clock.setRate(1);
      const month = 30 * 86_400_000;
      clock.after(month, () => seen.push(1));
      await real.advance(2 ** 31);
      expect(seen).to.deep.equal([]);
      await real.advance(month - 2 ** 31);
      expect(seen).to.deep.equal([1]);
    });

    it('flows on after an advance, with no real time lost', async () => {
      await Promise.all([clock.advance(1000), settle()]);
      await real.advance(1);
      expect(clock.now() - start).to.equal(1100);
    });
  });

  it('flows by the machine’s time and keeps no process alive', () => {
    const clock = new VirtualClock({ start, rate: 1 });
    // The hooks fail a test that leaves a timer which keeps the loop going.
    clock.after(86_400_000, () => undefined);
    expect(clock.now()).to.be.at.least(start);
  });

  for (const [what, act] of [
    ['a rate below 0', () => new VirtualClock({ start, rate: -1 })],
    ['a rate that is no number', () => new VirtualClock({ start }).setRate(Number.NaN)],
    ['a start that is no number', () => new VirtualClock({ start: Number.NaN })],
    ['an advance backwards', () => void new VirtualClock({ start }).advance(-1)],
    ['a jump without end', () => new VirtualClock({ start }).jump(Infinity)],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(act).to.throw(RangeError, /allowed/);
    });
  }
});
