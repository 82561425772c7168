import { expect } from 'chai';
import { PollLoop } from '../../spi/poll-loop.js';
import { Deferred } from '../support/deferred.js';
import { FakeClock, settle } from '../support/fake-clock.js';

/** A loop whose rounds the test answers by hand or by a list. */
class LoopRig {
  readonly clock = new FakeClock();
  readonly delays: number[] = [];
  rounds = 0;
  changed = false;
  watching = true;
  held: Deferred<boolean> | undefined;
  readonly loop = new PollLoop(
    this.clock,
    () => {
      this.rounds += 1;
      return this.held?.promise ?? Promise.resolve(this.changed);
    },
    (quiet) => {
      this.delays.push(quiet);
      return this.watching ? 100 * (quiet + 1) : undefined;
    },
  );
}

describe(PollLoop.name, () => {
  it('runs no round before there is something to watch', async () => {
    const rig = new LoopRig();
    await rig.clock.advance(10_000);
    expect(rig.rounds).to.equal(0);
  });

  it('waits longer with every quiet round and shortest after a change', async () => {
    const rig = new LoopRig();
    rig.loop.refresh();
    await rig.clock.advance(100);
    expect(rig.rounds).to.equal(1);
    await rig.clock.advance(199);
    expect(rig.rounds).to.equal(1);
    rig.changed = true;
    await rig.clock.advance(1);
    expect(rig.rounds).to.equal(2);
    await rig.clock.advance(100);
    expect(rig.rounds).to.equal(3);
    expect(rig.delays).to.deep.equal([0, 1, 0, 0]);
    await rig.loop.stop();
  });

  it('sleeps without a timer while nothing is watched', async () => {
    const rig = new LoopRig();
    rig.loop.refresh();
    rig.watching = false;
    await rig.clock.advance(100);
    expect(rig.rounds).to.equal(1);
    expect(rig.clock.timers).to.equal(0);
  });

  it('runs a round at once when signalled, without waiting for the interval', async () => {
    const rig = new LoopRig();
    rig.loop.refresh();
    rig.loop.signal();
    expect(rig.rounds).to.equal(1);
    await settle();
    expect(rig.clock.timers).to.equal(1);
    await rig.loop.stop();
  });

  it('serves any number of signals during a round by one round right after it', async () => {
    const rig = new LoopRig();
    rig.held = new Deferred();
    rig.loop.signal();
    for (let n = 0; n < 5; n++) rig.loop.signal();
    await settle();
    expect(rig.rounds).to.equal(1);
    const first = rig.held;
    rig.held = undefined;
    first.resolve(false);
    await settle();
    expect(rig.rounds).to.equal(2);
    await rig.loop.stop();
  });

  it('counts the interval from one start to the next, however long a round takes within it', async () => {
    const rig = new LoopRig();
    rig.held = new Deferred();
    rig.loop.refresh();
    await rig.clock.advance(100);
    const first = rig.held;
    rig.held = undefined;
    await rig.clock.advance(150);
    first.resolve(false);
    await rig.clock.advance(49);
    expect(rig.rounds).to.equal(1);
    await rig.clock.advance(1);
    expect(rig.rounds).to.equal(2);
    await rig.loop.stop();
  });

  it('begins the next round at once where one took longer than the interval', async () => {
    const rig = new LoopRig();
    rig.held = new Deferred();
    rig.loop.refresh();
    await rig.clock.advance(100);
    const first = rig.held;
    rig.held = undefined;
    await rig.clock.advance(60_000);
    first.resolve(false);
    await settle();
    await rig.clock.advance(0);
    expect(rig.rounds).to.equal(2);
    await rig.loop.stop();
  });

  it('never has two rounds at once, however long one takes', async () => {
    const rig = new LoopRig();
    rig.held = new Deferred();
    rig.loop.refresh();
    await rig.clock.advance(100);
    rig.loop.refresh();
    await rig.clock.advance(60_000);
    expect(rig.rounds).to.equal(1);
    rig.held.resolve(false);
    await rig.loop.stop();
  });

  it('keeps its round due when news of more to watch comes again and again', async () => {
    const rig = new LoopRig();
    for (let n = 0; n < 20; n++) {
      rig.loop.refresh();
      await rig.clock.advance(50);
    }
    expect(rig.rounds).to.be.greaterThan(5);
    await rig.loop.stop();
  });

  it('brings a far round forward when there is more to watch', async () => {
    const rig = new LoopRig();
    rig.loop.refresh();
    await rig.clock.advance(100 + 200 + 300);
    expect(rig.rounds).to.equal(3);
    rig.loop.refresh();
    await rig.clock.advance(100);
    expect(rig.rounds).to.equal(4);
    await rig.loop.stop();
  });

  it('takes a round that fails for one without news, and goes on', async () => {
    const rig = new LoopRig();
    rig.held = new Deferred();
    rig.loop.refresh();
    await rig.clock.advance(100);
    rig.held.reject(new Error('bug'));
    rig.held = undefined;
    await rig.clock.advance(200);
    expect(rig.rounds).to.equal(2);
    expect(rig.delays).to.deep.equal([0, 1, 2]);
    await rig.loop.stop();
  });

  it('goes on, at a slow interval, where the interval itself cannot be had', async () => {
    const clock = new FakeClock();
    let rounds = 0;
    const run = (): Promise<boolean> => {
      rounds += 1;
      return Promise.resolve(false);
    };
    const loop = new PollLoop(clock, run, () => {
      throw new Error('no delay');
    });
    loop.refresh();
    await clock.advance(9_999);
    expect(rounds).to.equal(0);
    await clock.advance(20_001);
    expect(rounds).to.equal(3);
    await loop.stop();
    expect(clock.timers).to.equal(0);
  });

  it('comes back at the shortest interval for what is new during a quiet round', async () => {
    const rig = new LoopRig();
    rig.loop.refresh();
    await rig.clock.advance(100);
    rig.held = new Deferred();
    await rig.clock.advance(200);
    const held = rig.held;
    rig.held = undefined;
    rig.loop.refresh();
    held.resolve(false);
    await settle();
    expect(rig.delays.at(-1)).to.equal(0);
    await rig.clock.advance(100);
    expect(rig.delays.at(-1)).to.equal(1);
    await rig.loop.stop();
  });

  it('stops after the round under way and leaves no timer, whatever comes later', async () => {
    const rig = new LoopRig();
    rig.held = new Deferred();
    rig.loop.signal();
    rig.loop.signal();
    let stopped = false;
    const stop = rig.loop.stop().then(() => (stopped = true));
    await settle();
    expect(stopped).to.equal(false);
    rig.held.resolve(true);
    await stop;
    rig.loop.signal();
    rig.loop.refresh();
    await rig.clock.advance(10_000);
    expect(rig.rounds).to.equal(1);
    expect(rig.clock.timers).to.equal(0);
  });
});
