import { expect } from 'chai';
import { OldAge } from '../../../src/watch/old-age.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask } from '../aws-builders.js';

const DAY = 86_400_000;

function watching(): { session: ReturnType<typeof fakeSession>; age: OldAge } {
  const session = fakeSession();
  return { session, age: new OldAge(session.logger, session.clock) };
}

describe(OldAge.name, () => {
  it('warns once of a task that has run for 13 days, by ECS’s clock where it tells it', () => {
    const { session, age } = watching();
    const task = taskRun();
    const now = session.clock.now();
    age.note(task, ecsTask({ startedAt: 5, describedAt: 4 + 13 * DAY }));
    age.note(task, ecsTask({ startedAt: now - 13 * DAY + 1 }));
    expect(session.logger.entries).to.deep.equal([]);
    for (let round = 0; round < 3; round++)
      age.note(task, ecsTask({ startedAt: 5, describedAt: 5 + 13 * DAY }));
    expect(session.logger.messages('warn').length).to.equal(1);
    expect(session.logger.messages('warn')[0])
      .to.include('Task HELLO (1) has run for 13 d')
      .and.include('tasks of less than 14 d');
  });

  it('goes by this machine’s clock where ECS does not tell the time', () => {
    const { session, age } = watching();
    age.note(taskRun(), ecsTask({ startedAt: session.clock.now() - 13 * DAY }));
    expect(session.logger.messages('warn').length).to.equal(1);
  });

  it('says nothing of tasks that do not run, nor of one that nobody knows', () => {
    const { session, age } = watching();
    for (const lastStatus of ['PENDING', 'STOPPING', 'STOPPED'])
      age.note(taskRun(), ecsTask({ lastStatus, startedAt: 1 }));
    age.note(taskRun(), ecsTask());
    age.note(taskRun(), undefined);
    expect(session.logger.entries).to.deep.equal([]);
  });

  it('names ten at most, says so with the last, and forgets those that have ended', () => {
    const { session, age } = watching();
    const tasks = Array.from({ length: 500 }, (_, id) => taskRun({ id: id + 1 }));
    for (const task of tasks) age.note(task, ecsTask({ startedAt: 1 }));
    const told = session.logger.messages('warn');
    expect(told.length).to.equal(10);
    expect(told.filter((text) => text.includes('are not named any more')).length).to.equal(1);
    expect(told.at(-1)).to.include('are not named any more');
    for (const task of tasks) age.note(task, undefined);
    age.note(tasks[0]!, ecsTask({ startedAt: 1 }));
    expect(session.logger.messages('warn').length).to.equal(11);
  });
});
