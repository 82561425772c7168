import { expect } from 'chai';
import { defaultMaxRunning, type Slot, TaskSlots } from '../../../../local/ecs/task/task-slots.js';

describe(TaskSlots.name, () => {
  it('grants as many as there are, then in the order of arrival', () => {
    const granted: number[] = [];
    const slots = new TaskSlots(2);
    const held = [0, 1, 2, 3].map((index): Slot => slots.take(() => granted.push(index)));
    expect(granted).to.deep.equal([0, 1]);
    held[1]?.release();
    held[0]?.release();
    expect(granted).to.deep.equal([0, 1, 2, 3]);
  });

  it('passes over who no longer waits', () => {
    const granted: number[] = [];
    const slots = new TaskSlots(1);
    const held = [0, 1, 2].map((index): Slot => slots.take(() => granted.push(index)));
    held[1]?.release();
    held[0]?.release();
    expect(granted).to.deep.equal([0, 2]);
  });

  it('counts a slot released twice once', () => {
    const granted: number[] = [];
    const slots = new TaskSlots(1);
    const first = slots.take(() => granted.push(0));
    slots.take(() => granted.push(1));
    slots.take(() => granted.push(2));
    first.release();
    first.release();
    expect(granted).to.deep.equal([0, 1]);
  });

  it('lets four tasks run on the smallest machine', () => {
    expect(defaultMaxRunning()).to.be.at.least(4);
  });
});
