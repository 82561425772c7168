import { expect } from 'chai';
import { finalOutcome, resubmissionOf } from '../../../host/engine/resubmission.js';
import { ending } from './fake-plugin.js';

const free = (max: number) => ({ retry: { class: 'free', budget: 'spot', max } }) as const;

describe(resubmissionOf.name, () => {
  for (const { used, max, again } of [
    { used: 0, max: 0, again: false },
    { used: 0, max: 1, again: true },
    { used: 1, max: 1, again: false },
    { used: 4, max: 5, again: true },
    { used: 5, max: 5, again: false },
  ]) {
    it(`${again ? 'lets a task go again' : 'ends a task'} after ${used} of ${max} free resubmissions`, () => {
      const resubmission = resubmissionOf(ending('interrupted', free(max)), { spot: used, other: 9 });
      expect(resubmission !== undefined).to.equal(again);
    });
  }

  it('counts the next resubmission of the same budget', () => {
    expect(resubmissionOf(ending('interrupted', free(5)), { spot: 2 })).to.deep.equal({
      budget: 'spot',
      count: 3,
      max: 5,
      delayMs: 0,
    });
  });

  it('waits as long as the executor asks for, a day at most', () => {
    const waits = [1500, 10 ** 12, -5, NaN].map((afterMs) => {
      const outcome = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 5, afterMs } });
      return resubmissionOf(outcome, {})?.delayMs;
    });
    expect(waits).to.deep.equal([1500, 24 * 60 * 60 * 1000, 0, 0]);
  });

  it('leaves counted and hopeless failures to whoever asked for the task', () => {
    expect(resubmissionOf(ending('failed'), {})).to.equal(undefined);
    expect(resubmissionOf(ending('not-submitted', { retry: { class: 'never' } }), {})).to.equal(undefined);
  });
});

describe(finalOutcome.name, () => {
  it('says how often an exhausted task went', () => {
    expect(finalOutcome(ending('interrupted', free(1)), { spot: 1 }).reason).to.equal(
      'It ended: interrupted (the task was resubmitted once, the most allowed)',
    );
    expect(finalOutcome(ending('interrupted', free(2)), { spot: 2 }).reason).to.contain('2 times');
  });

  it('changes nothing where no resubmission happened', () => {
    const outcome = ending('interrupted', free(0));
    expect(finalOutcome(outcome, {})).to.equal(outcome);
    expect(finalOutcome(ending('failed'), { spot: 3 }).reason).to.equal('It ended: failed');
  });
});
