import { expect } from 'chai';
import { ProcessTally } from '../../../host/engine/process-tally.js';

describe('ProcessTally', () => {
  it('moves a task from stage to stage without losing it', () => {
    const tally = new ProcessTally();
    tally.open('A', 'fake');
    tally.created('A');
    tally.moved('A', 'waiting', 'submitted');
    expect(tally.snapshot()[0]).to.include({ total: 1, submitted: 1, running: 0 });
    tally.moved('A', 'submitted', 'running');
    tally.moved('A', 'running', 'succeeded');
    expect(tally.snapshot()[0]).to.include({ total: 1, submitted: 0, running: 0, succeeded: 1 });
  });

  it('keeps the order of the pipeline and adds up over processes', () => {
    const tally = new ProcessTally();
    for (const name of ['B', 'A']) {
      tally.open(name, 'fake');
      tally.created(name);
      tally.moved(name, 'waiting', 'failed');
    }
    expect(tally.snapshot().map(({ process }) => process)).to.deep.equal(['B', 'A']);
    expect(tally.sum('failed')).to.equal(2);
  });

  it('gives snapshots that later changes leave alone', () => {
    const tally = new ProcessTally();
    tally.open('A', 'fake');
    const [before] = tally.snapshot();
    tally.created('A');
    expect(before?.total).to.equal(0);
  });

  it('refuses a process it was not told of', () => {
    expect(() => new ProcessTally().created('A')).to.throw('No process "A"');
  });
});
