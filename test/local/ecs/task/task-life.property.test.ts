import { expect } from 'chai';
import fc from 'fast-check';
import { TaskLife } from '../../../../local/ecs/task/task-life.js';
import { type TaskStatus } from '../../../../local/ecs/task/task.js';
import { settle } from '../../../support/fake-clock.js';
import { LifeFixture, steps } from './life-fixture.js';

const order: readonly TaskStatus[] = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
];

const wishes = fc.record({
  sticks: fc.option(
    fc.constantFrom('PROVISIONING', 'PENDING', 'PULLING', 'ACTIVATING', 'STOPPING', 'DEPROVISIONING'),
    {
      nil: undefined,
      freq: 1,
    },
  ),
  gated: fc.nat(4).map((one) => one === 0),
  pullRefusal: fc.constantFrom(undefined, undefined, undefined, undefined, 'CannotPullContainerError: gone'),
  refusal: fc.constantFrom(undefined, undefined, undefined, undefined, 'CannotStartContainerError: broken'),
});

describe(`${TaskLife.name}, whatever happens`, () => {
  it('only goes on, ends once, and gives back claim, slot, volumes and timers', async () => {
    const property = fc.asyncProperty(wishes, steps, async (wished, all) => {
      const fixture = new LifeFixture(wished);
      for (const step of all) await fixture.act(step);
      await fixture.end();
      const { task, seen, capacity, slots, runtime, clock } = fixture;
      expect(task.lastStatus).to.equal('STOPPED');
      expect(fixture.stopped).to.equal(1);
      expect(seen.filter(({ status }) => status === 'STOPPED')).to.have.length(1);
      const ranks = seen.map(({ status }) => order.indexOf(status as TaskStatus));
      expect(ranks).to.deep.equal([...ranks].sort((one, other) => one - other));
      const desired = seen.map((entry) => entry.desired);
      expect(desired).to.deep.equal([...desired].sort());
      expect(capacity.claims.map(({ released }) => released)).to.deep.equal(
        wished.sticks === 'PROVISIONING' ? [] : [1],
      );
      expect(slots.inUse).to.equal(0);
      expect(slots.granted).to.be.at.most(1);
      // A slot that was given back twice would let a second task in beside the first.
      const held = [slots.take(() => undefined), slots.take(() => undefined)];
      expect(slots.inUse).to.equal(1);
      for (const slot of held) slot.release();
      expect(runtime.forgotten).to.deep.equal([task.id]);
      expect([fixture.timersAtEnd, clock.timers]).to.deep.equal([0, 0]);
      expect(task.times.stoppedAt).to.be.a('number');
      expect(task.ending).not.to.equal(undefined);
      for (const container of task.containers) expect(container.lastStatus).to.equal('STOPPED');
    });
    await fc.assert(property, { numRuns: 400 });
  }).timeout(60_000);

  it('keeps the exit code that came first, and has none of a lost host', async () => {
    const property = fc.asyncProperty(steps, async (all) => {
      const fixture = new LifeFixture();
      await fixture.act({ do: 'place' });
      await fixture.act({ do: 'advance', ms: 12_000 });
      let first: number | undefined;
      const main = fixture.task.containers[0];
      for (const step of all) {
        const runs = main?.lastStatus === 'RUNNING';
        const ends = step.do === 'exit' && step.which % fixture.runtime.containers.length === 0;
        await fixture.act(step);
        if (runs && ends) expect(main.exitCode).to.equal(step.code);
        if (runs && step.do === 'lose' && main.lastStatus !== 'RUNNING') {
          await fixture.end();
          expect(main.exitCode).to.equal(undefined);
          return;
        }
        expect(main?.exitCode).to.equal((first ??= main?.exitCode));
      }
      await fixture.end();
      expect(main?.exitCode).to.equal(first ?? 137);
    });
    await fc.assert(property, { numRuns: 100 });
  }).timeout(60_000);

  it('leaves no timer where its cloud closes at any moment, and takes no exit code from that', async () => {
    const property = fc.asyncProperty(wishes, steps, async (wished, all) => {
      const fixture = new LifeFixture(wished);
      for (const step of all) await fixture.act(step);
      const { task, runtime, clock } = fixture;
      const { lastStatus } = task;
      const codes = task.containers.map(({ exitCode }) => exitCode);
      fixture.life.close();
      await fixture.act({ do: 'open-gate' });
      for (const container of runtime.containers) container.end({ exitCode: 137 });
      await settle();
      expect(clock.timers).to.equal(0);
      expect(task.lastStatus).to.equal(lastStatus);
      expect(task.containers.map(({ exitCode }) => exitCode)).to.deep.equal(codes);
    });
    await fc.assert(property, { numRuns: 150 });
  }).timeout(60_000);
});
