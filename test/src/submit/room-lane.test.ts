import { expect } from 'chai';
import { RoomLane, type RoomWaiter } from '../../../src/submit/room-lane.js';
import { FakeClock } from '../../support/fake-clock.js';

/** A lane, and who was told to go or to give up, in order. */
class LaneRig {
  readonly clock = new FakeClock();
  chance = 0.5;
  readonly lane = new RoomLane(this.clock, () => this.chance);
  readonly told: string[] = [];
  private toldAt = NaN;

  join(order: number, patience = Infinity, renews = false): RoomWaiter {
    const waiter: RoomWaiter = {
      order,
      since: this.clock.now(),
      bound: { ms: patience, renews },
      go: () => this.tell(`go ${order}`),
      expire: () => this.tell(`expire ${order}`),
    };
    this.lane.join(waiter);
    return waiter;
  }

  /** Milliseconds until the last of those was told that are told within two minutes. */
  async untilTold(): Promise<number> {
    const since = this.clock.now();
    await this.clock.advance(120_000);
    return this.toldAt - since;
  }

  private tell(what: string): void {
    this.told.push(what);
    this.toldAt = this.clock.now();
  }
}

describe(RoomLane.name, () => {
  it('lets one ask after a pause, and says nothing before anybody was told why', async () => {
    const rig = new LaneRig();
    expect(rig.lane.words).to.equal('');
    for (const order of [1, 2, 3]) rig.join(order);
    expect([rig.told, rig.clock.timers]).to.deep.equal([[], 1]);
    expect(await rig.untilTold()).to.equal(2_000);
    expect(rig.told).to.deep.equal(['go 1']);
  });

  it('keeps the order of its members, whenever they come', async () => {
    const rig = new LaneRig();
    for (const order of [3, 5, 1, 4, 2, 6]) rig.join(order);
    await rig.untilTold();
    for (let answers = 0; answers < 6; answers++) rig.lane.answered('room');
    expect(rig.told).to.deep.equal([1, 2, 3, 4, 5, 6].map((order) => `go ${order}`));
  });

  it('lets one more ask at once with every task that finds room', async () => {
    const rig = new LaneRig();
    for (let order = 1; order <= 8; order++) rig.join(order);
    const asking = [];
    await rig.untilTold();
    for (const answered of [1, 2, 4]) {
      for (let n = 0; n < answered; n++) rig.lane.answered('room');
      asking.push(rig.told.length);
    }
    expect(asking).to.deep.equal([3, 7, 8]);
    expect(rig.clock.timers).to.equal(0);
  });

  it('lets the next ask, and no more, after an answer that says nothing of room', async () => {
    const rig = new LaneRig();
    for (const order of [1, 2, 3]) rig.join(order);
    await rig.untilTold();
    rig.lane.answered('other');
    expect(rig.told).to.deep.equal(['go 1', 'go 2']);
  });

  it('pauses longer with every full answer, up to a minute, and starts over once there is room', async () => {
    const rig = new LaneRig();
    const waits = [];
    for (let order = 1; order <= 12; order++) {
      rig.join(order);
      waits.push(await rig.untilTold());
      if (order < 12) rig.lane.answered('full');
    }
    expect(waits.slice(0, 4)).to.deep.equal([2_000, 3_000, 4_500, 6_750]);
    expect(waits.slice(-2)).to.deep.equal([60_000, 60_000]);
    rig.lane.answered('room');
    for (const order of [13, 14]) rig.join(order);
    for (const answer of ['full', 'other'] as const) rig.lane.answered(answer);
    rig.join(15);
    expect(await rig.untilTold()).to.equal(2_000);
  });

  it('spreads its pauses by half to either side', async () => {
    const waits = [];
    for (const chance of [0, 0.999]) {
      const rig = new LaneRig();
      rig.chance = chance;
      rig.join(1);
      waits.push(await rig.untilTold());
    }
    expect(waits).to.deep.equal([1_000, 2_998]);
  });

  it('does not pause for one that comes while another asks', async () => {
    const rig = new LaneRig();
    rig.join(1);
    await rig.untilTold();
    rig.join(2);
    expect([rig.told, rig.clock.timers]).to.deep.equal([['go 1'], 0]);
    rig.lane.answered('full');
    expect(rig.clock.timers).to.equal(1);
    rig.join(3);
    expect(rig.clock.timers).to.equal(1);
  });

  it('lets each go that has waited as long as it may, at that time, and only those', async () => {
    const rig = new LaneRig();
    rig.join(1);
    for (const [order, patience] of [
      [2, 1_500],
      [3, 2_001],
      [4, 1_000],
    ] as const)
      rig.join(order, patience);
    const told = [];
    for (const ms of [999, 1, 499, 1, 500]) {
      await rig.clock.advance(ms);
      told.push(rig.told.join(', '));
    }
    const [early, late] = ['expire 4', 'expire 4, expire 2'];
    expect(told).to.deep.equal(['', early, early, late, `${late}, go 1`]);
    rig.lane.answered('other');
    expect(rig.told.at(-1)).to.equal('go 3');
  });

  it('has no timer while those that are left ask', async () => {
    const rig = new LaneRig();
    const [first, second] = [rig.join(1, 600_000), rig.join(2, 600_000)];
    await rig.clock.advance(2_000);
    expect([rig.told, rig.clock.timers]).to.deep.equal([['go 1'], 1]);
    rig.lane.leave(second);
    expect(rig.clock.timers).to.equal(0);
    rig.lane.leave(first);
    rig.lane.answered('full');
    expect(rig.clock.timers).to.equal(1);
  });

  it('tells from when a wait counts by now', async () => {
    const rig = new LaneRig();
    const [renewing, other] = [rig.join(1, 600_000, true), rig.join(2, 600_000)];
    const began = rig.clock.now();
    await rig.clock.advance(60_000);
    expect([rig.lane.since(renewing), rig.lane.since(other)]).to.deep.equal([began, began]);
    rig.lane.answered('room');
    expect([rig.lane.since(renewing), rig.lane.since(other)]).to.deep.equal([began + 60_000, began]);
  });

  it('lets thousands go whose time is up one after the other, in few looks', async () => {
    const rig = new LaneRig();
    for (let order = 1; order <= 2_000; order++) rig.join(order, 600_000 + order);
    // The front asks and is not answered: no pause comes to an end.
    await rig.clock.advance(600_000);
    expect(rig.told).to.deep.equal(['go 1']);
    let looks = 0;
    const after = rig.clock.after.bind(rig.clock);
    rig.clock.after = (ms, action) =>
      after(ms, () => {
        looks += 1;
        action();
      });
    await rig.clock.advance(2_200);
    expect(rig.told.length).to.equal(2_000);
    expect(looks).to.be.within(100, 1_000);
  });

  it('forgets one that leaves, and nobody else where it has left already', async () => {
    const rig = new LaneRig();
    const [first] = [rig.join(1), rig.join(2), rig.join(3)];
    rig.lane.leave(first);
    rig.lane.leave(first);
    await rig.untilTold();
    rig.lane.answered('other');
    expect(rig.told).to.deep.equal(['go 2', 'go 3']);
    expect(rig.lane.empty).to.equal(false);
    rig.lane.answered('other');
    expect(rig.lane.empty).to.equal(true);
  });
});
