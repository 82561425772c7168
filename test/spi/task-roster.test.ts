import { expect } from 'chai';
import sinon from 'sinon';
import { TaskRoster } from '../../spi/task-roster.js';
import { FakeTaskHandler, type FakeState } from '../support/fake-task-handler.js';

function rosterOf(count: number): [TaskRoster<FakeState>, FakeTaskHandler[]] {
  const roster = new TaskRoster<FakeState>();
  const handlers = Array.from({ length: count }, (_, index) => new FakeTaskHandler(index + 1));
  for (const handler of handlers) roster.add(handler);
  return [roster, handlers];
}

describe(TaskRoster.name, () => {
  it('takes handlers in the order they came, also those that come while it is being emptied', () => {
    const [roster, [first, second]] = rosterOf(2);
    expect(roster.take()).to.equal(first);
    expect(roster.take()).to.equal(second);
    expect(roster.take()).to.equal(undefined);
    const third = new FakeTaskHandler(3);
    roster.add(third);
    expect(roster.take()).to.equal(third);
    expect(roster.take()).to.equal(undefined);
    expect(roster.taken).to.equal(3);
  });

  it('passes over what was removed while it waited', () => {
    const [roster, [first, second, third]] = rosterOf(3);
    expect(roster.take()).to.equal(first);
    expect(roster.remove(second!)).to.equal(true);
    expect(roster.take()).to.equal(third);
    expect(roster.pending.size).to.equal(0);
  });

  it('holds a handler in one place, however often it is added', () => {
    const [roster, [handler]] = rosterOf(1);
    roster.add(handler!);
    expect(roster.pending.size).to.equal(1);
    roster.take();
    roster.add(handler!);
    expect([roster.pending.size, roster.submitting]).to.deep.equal([0, 1]);
    roster.arrive(handler!);
    roster.add(handler!);
    expect([roster.pending.size, roster.submitting, roster.running.size]).to.deep.equal([0, 0, 1]);
    expect(roster.taken).to.equal(1);
  });

  it('keeps the slot of an evicted submit until it is over, and watches nothing of it', () => {
    const [roster, [handler]] = rosterOf(1);
    roster.take();
    expect(roster.evict(handler!)).to.equal(true);
    expect(roster.evict(handler!)).to.equal(false);
    expect(roster.taken).to.equal(1);
    expect(roster.arrive(handler!)).to.equal(false);
    expect(roster.taken).to.equal(0);
    expect(roster.evict(handler!)).to.equal(false);
  });

  it('holds what has a slot, and an evicted submit no longer', () => {
    const [roster, [running, submitting, evicted]] = rosterOf(4);
    for (let n = 0; n < 3; n++) roster.take();
    roster.arrive(running!);
    roster.evict(evicted!);
    expect(roster.held).to.have.members([running, submitting]);
    expect(roster.taken).to.equal(3);
  });

  it('frees the slot of an evicted handler that runs or waits at once', () => {
    const [roster, [running, waiting]] = rosterOf(2);
    roster.take();
    roster.arrive(running!);
    expect(roster.evict(running!)).to.equal(true);
    expect(roster.evict(waiting!)).to.equal(true);
    expect([roster.taken, roster.pending.size]).to.deep.equal([0, 0]);
  });

  it('tells of each change of place that frees or fills a slot', () => {
    const [roster, [first, second]] = rosterOf(2);
    roster.onMove = sinon.spy();
    roster.take();
    roster.take();
    roster.arrive(first!);
    roster.remove(first!);
    roster.remove(first!);
    roster.evict(second!);
    roster.arrive(second!);
    expect(roster.onMove).to.have.property('callCount', 3);
  });

  it('empties a long queue with one walk over it: a new walk a take would be quadratic', () => {
    const [roster] = rosterOf(2_000);
    const walks = sinon.spy(Set.prototype, 'values');
    const loops = sinon.spy(Set.prototype, Symbol.iterator);
    try {
      while (roster.take() !== undefined);
      expect(walks.callCount + loops.callCount).to.be.at.most(2);
    } finally {
      walks.restore();
      loops.restore();
    }
    expect(roster.taken).to.equal(2_000);
  });
});
