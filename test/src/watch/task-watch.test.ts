import { expect } from 'chai';
import { TaskWatch } from '../../../src/watch/task-watch.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask, endedTask } from '../aws-builders.js';
import { taskWatchOver } from '../task-watch-over.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PROVISIONING = ecsTask({ lastStatus: 'PROVISIONING' });
const PENDING = ecsTask({ lastStatus: 'PENDING' });

describe(TaskWatch.name, () => {
  it('minds the wait for an instance, then for the start, then the time it runs, each by its own bound', async () => {
    const session = fakeSession();
    const { watch } = taskWatchOver(session, { pendingTimeout: 10 * MINUTE });
    const task = taskRun({ directives: { others: { maxSubmitAwait: 5 * MINUTE, time: 2 * MINUTE } } });
    const now = session.clock.now();
    const phaseOf = (seen: ReturnType<typeof ecsTask>, since = now): string | undefined =>
      watch.overrun(task, seen, since)?.phase;
    expect(phaseOf(PROVISIONING, now - 3 * MINUTE)).to.equal(undefined);
    expect(phaseOf(PROVISIONING, now - 5 * MINUTE)).to.equal('waited');
    expect(phaseOf(PENDING, now - 60 * MINUTE)).to.equal(undefined);
    expect(phaseOf(ecsTask({ startedAt: now - MINUTE }), now - 60 * MINUTE)).to.equal(undefined);
    expect(phaseOf(ecsTask({ startedAt: now - 2 * MINUTE }), now - 60 * MINUTE)).to.equal('ran');
    expect(phaseOf(PENDING)).to.equal(undefined);
    await session.clock.advance(10 * MINUTE);
    expect(phaseOf(ecsTask({ lastStatus: 'ACTIVATING' }))).to.equal('pended');
  });

  it('leaves a task that waits in PROVISIONING or PENDING to the bound of that phase alone', async () => {
    const session = fakeSession();
    const { watch } = taskWatchOver(session, { provisioningTimeout: DAY });
    const task = taskRun();
    const since = session.clock.now() - 2 * DAY;
    watch.overrun(task, PENDING, since);
    await session.clock.advance(3 * DAY);
    for (const seen of [PENDING, ecsTask({ lastStatus: 'STOPPED' }), undefined])
      expect(watch.overrun(task, seen, since)).to.equal(undefined);
  });

  it('says once that all go on again, when the last that waited for long has started, ended or is forgotten', () => {
    const session = fakeSession();
    const { watch } = taskWatchOver(session);
    const [one, other] = [taskRun({ id: 1 }), taskRun({ id: 2 })];
    const since = session.clock.now() - 20 * MINUTE;
    for (const task of [one, other]) watch.overrun(task, PROVISIONING, since);
    const told = (): string[] => session.logger.messages('info');
    watch.overrun(one, endedTask(0), since);
    expect(told()).to.deep.equal([]);
    watch.overrun(other, PENDING, since);
    expect(told()).to.deep.equal(['No task waits on ECS for long any more.']);
    watch.overrun(one, PROVISIONING, since);
    watch.overrun(one, undefined, since);
    expect(told().length).to.equal(2);
  });

  it('warns of a task that has run for 13 days and stops it for nothing', () => {
    const session = fakeSession();
    const { watch } = taskWatchOver(session);
    const startedAt = session.clock.now() - 13 * DAY;
    expect(watch.overrun(taskRun(), ecsTask({ startedAt }), 0)).to.equal(undefined);
    expect(session.logger.messages('warn')[0]).to.include('has run for 13 d');
  });
});
