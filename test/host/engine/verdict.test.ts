import { expect } from 'chai';
import { judge } from '../../../host/engine/verdict.js';
import { ending } from './fake-plugin.js';

const free = (max: number) => ({ retry: { class: 'free', budget: 'spot', max } }) as const;

describe('judge', () => {
  it('takes a completed task as succeeded, also while stopping', () => {
    expect(judge(ending('completed'), {}, false).kind).to.equal('succeeded');
    expect(judge(ending('completed'), {}, true).kind).to.equal('succeeded');
  });

  for (const { used, max, kind } of [
    { used: 0, max: 0, kind: 'failed' },
    { used: 0, max: 1, kind: 'resubmit' },
    { used: 1, max: 1, kind: 'failed' },
    { used: 4, max: 5, kind: 'resubmit' },
    { used: 5, max: 5, kind: 'failed' },
  ]) {
    it(`answers ${kind} after ${used} of ${max} free resubmissions`, () => {
      expect(judge(ending('interrupted', free(max)), { spot: used, other: 9 }, false).kind).to.equal(kind);
    });
  }

  it('counts the next resubmission of the same budget', () => {
    const verdict = judge(ending('interrupted', free(5)), { spot: 2 }, false);
    expect(verdict).to.deep.equal({ kind: 'resubmit', budget: 'spot', count: 3, max: 5 });
  });

  it('says how often an exhausted task went', () => {
    const verdict = judge(ending('interrupted', free(1)), { spot: 1 }, false);
    expect(verdict).to.have.nested.property(
      'outcome.reason',
      'It ended: interrupted (the task was resubmitted once, the most allowed)',
    );
  });

  for (const kind of ['killed', 'lost', 'interrupted', 'not-submitted', 'failed-to-start'] as const) {
    it(`takes ${kind} while stopping as the run's own doing`, () => {
      expect(judge(ending(kind, free(5)), {}, true).kind).to.equal('aborted');
    });
  }

  it('keeps the failure of a command while stopping', () => {
    expect(judge(ending('failed'), {}, true).kind).to.equal('failed');
    expect(judge(ending('out-of-memory'), {}, true).kind).to.equal('failed');
  });

  it('leaves counted and hopeless failures to the error strategy', () => {
    expect(judge(ending('failed'), {}, false).kind).to.equal('failed');
    expect(judge(ending('not-submitted', { retry: { class: 'never' } }), {}, false).kind).to.equal('failed');
  });
});
