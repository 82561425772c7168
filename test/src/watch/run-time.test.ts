import { expect } from 'chai';
import type { DirectiveValue } from '../../../spi/index.js';
import { runOverrun } from '../../../src/watch/run-time.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask, endedTask } from '../aws-builders.js';

const HOUR = 3_600_000;
const STARTED = Date.UTC(2026, 10, 26, 10);

function limited(time: DirectiveValue): ReturnType<typeof taskRun> {
  return taskRun({ directives: { others: { time } } });
}

describe(runOverrun.name, () => {
  const task = limited(HOUR);

  it('finds a task over its limit by ECS’s own clock, from the moment it is reached', () => {
    const at = (ms: number): ReturnType<typeof runOverrun> =>
      runOverrun(task, ecsTask({ startedAt: STARTED, describedAt: STARTED + ms }), 0);
    expect(at(HOUR - 1)).to.equal(undefined);
    expect(at(HOUR)).to.deep.equal({ phase: 'ran', bound: { ms: HOUR, setting: 'time' }, spent: HOUR });
    expect(at(HOUR + 5_000)).to.have.property('spent', HOUR + 5_000);
  });

  it('is not moved by a clock of ours that goes wrong, fast or slow', () => {
    const early = ecsTask({ startedAt: STARTED, describedAt: STARTED + 60_000 });
    const late = ecsTask({ startedAt: STARTED, describedAt: STARTED + 2 * HOUR });
    for (const skew of [-24 * HOUR, 0, 24 * HOUR]) {
      expect(runOverrun(task, early, STARTED + 60_000 + skew)).to.equal(undefined);
      expect(runOverrun(task, late, STARTED + 2 * HOUR + skew)).to.have.property('spent', 2 * HOUR);
    }
  });

  it('goes by our clock where the answer does not tell its time', () => {
    const seen = ecsTask({ startedAt: STARTED });
    expect(runOverrun(task, seen, STARTED + HOUR - 1)).to.equal(undefined);
    expect(runOverrun(task, seen, STARTED + HOUR)).to.have.property('spent', HOUR);
  });

  it('counts nothing before the start, nothing behind the end and nothing that ECS does not tell of', () => {
    const late = STARTED + 2 * HOUR;
    for (const lastStatus of ['PROVISIONING', 'PENDING', 'ACTIVATING'])
      expect(runOverrun(task, ecsTask({ lastStatus }), late), lastStatus).to.equal(undefined);
    for (const lastStatus of ['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED']) {
      const seen = endedTask(0, { lastStatus, startedAt: STARTED });
      expect(runOverrun(task, seen, late), lastStatus).to.equal(undefined);
    }
    expect(runOverrun(task, undefined, late)).to.equal(undefined);
  });

  it('limits nobody who did not ask for it', () => {
    const seen = ecsTask({ startedAt: STARTED });
    expect(runOverrun(taskRun(), seen, STARTED + 365 * 24 * HOUR)).to.equal(undefined);
  });
});
