import { expect } from 'chai';
import * as fc from 'fast-check';
import { AwsEcsExecutor } from '../../../src/executor.js';
import { ExecutorModel, plots } from './executor-model.js';

/** Other worlds every time. A failure names its seed and path: give fc.assert both to play that world again. */
const RUNS = { numRuns: 200 };

describe(`${AwsEcsExecutor.name} in a world of trouble`, function () {
  this.timeout(120_000);

  it('brings every task to its one end, started once, within its slots', async () => {
    await fc.assert(
      fc.asyncProperty(plots, async (plot) => {
        const model = new ExecutorModel(plot);
        await model.play();
        await model.mend();
        expect(model.ecs.violations.join('; ')).to.equal('');
        model.expectEnds();
        model.expectWhatEcsSaw();
        const { stopped, unfinished } = await model.shutDown();
        expect(stopped).to.equal(0);
        model.expectOnlyUncertain(unfinished);
        expect(model.timers).to.equal(0);
      }),
      RUNS,
    );
  });

  it('leaves nothing behind where it is shut down at any moment', async () => {
    const graces = fc.constantFrom(0, 10_000, 120_000);
    await fc.assert(
      fc.asyncProperty(plots, fc.boolean(), graces, async (plot, leaveRunning, graceMs) => {
        const model = new ExecutorModel(plot);
        await model.play();
        const { unfinished } = await model.shutDown({ leaveRunning, graceMs });
        expect(model.ecs.violations.join('; ')).to.equal('');
        model.expectEnds();
        model.expectNothingUnknown(unfinished);
        expect(model.timers).to.equal(0);
        const { calls } = model.ecs;
        await model.session.clock.advance(3_600_000);
        expect(model.ecs.calls).to.equal(calls);
      }),
      RUNS,
    );
  });
});
