import { expect } from 'chai';
import { InstanceWait } from '../../../src/watch/instance-wait.js';
import { TaskWatch } from '../../../src/watch/task-watch.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig, ecsTask } from '../aws-builders.js';

const MINUTE = 60_000;

describe(TaskWatch.name, () => {
  it('minds the wait for an instance, then the time it runs, each by its own bound', () => {
    const session = fakeSession();
    const { clock } = session;
    const watch = new TaskWatch(new InstanceWait(awsEcsConfig(), session), clock);
    const task = taskRun({ directives: { others: { maxSubmitAwait: 5 * MINUTE, time: 2 * MINUTE } } });
    const now = clock.now();
    const phaseOf = (seen: ReturnType<typeof ecsTask>, since = now): string | undefined =>
      watch.overrun(task, seen, since)?.phase;
    const waiting = ecsTask({ lastStatus: 'PROVISIONING' });
    expect(phaseOf(waiting, now - 3 * MINUTE)).to.equal(undefined);
    expect(phaseOf(waiting, now - 5 * MINUTE)).to.equal('waited');
    expect(phaseOf(ecsTask({ lastStatus: 'PENDING' }), now - 60 * MINUTE)).to.equal(undefined);
    expect(phaseOf(ecsTask({ startedAt: now - MINUTE }), now - 60 * MINUTE)).to.equal(undefined);
    expect(phaseOf(ecsTask({ startedAt: now - 2 * MINUTE }), now - 60 * MINUTE)).to.equal('ran');
  });
});
