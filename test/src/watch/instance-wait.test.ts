import { expect } from 'chai';
import { InstanceWait } from '../../../src/watch/instance-wait.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig, ecsTask, endedTask } from '../aws-builders.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PROVISIONING = ecsTask({ lastStatus: 'PROVISIONING' });

function watching(): {
  session: ReturnType<typeof fakeSession>;
  wait: InstanceWait;
  told: () => string[];
} {
  const session = fakeSession();
  const told = (): string[] =>
    session.logger.entries.map(({ level, message }) => `${level} ${message.split(':')[0] ?? ''}`);
  return { session, wait: new InstanceWait(awsEcsConfig({ provisioningTimeout: DAY }), session), told };
}

describe(InstanceWait.name, () => {
  it('takes the bound from the task’s own maxSubmitAwait, else from aws.ecs.provisioningTimeout', () => {
    const { wait } = watching();
    const own = taskRun({ directives: { others: { maxSubmitAwait: 5_000 } } });
    expect(wait.boundOf(own)).to.deep.equal({ ms: 5_000, setting: 'maxSubmitAwait' });
    expect(wait.boundOf(taskRun())).to.deep.equal({
      ms: DAY,
      renews: true,
      setting: 'aws.ecs.provisioningTimeout',
    });
  });

  it('has a wait overrun when the bound is reached, and only in PROVISIONING', () => {
    const { session, wait } = watching();
    const now = session.clock.now();
    expect(wait.overrun(taskRun(), PROVISIONING, now - DAY + 1)).to.equal(undefined);
    expect(wait.overrun(taskRun(), PROVISIONING, now - DAY)).to.deep.equal({
      phase: 'waited',
      bound: { ms: DAY, renews: true, setting: 'aws.ecs.provisioningTimeout' },
      spent: DAY,
    });
    for (const lastStatus of ['PENDING', 'ACTIVATING', 'RUNNING', 'STOPPED'])
      expect(wait.overrun(taskRun(), ecsTask({ lastStatus }), now - 2 * DAY), lastStatus).to.equal(undefined);
    expect(wait.overrun(taskRun(), undefined, now - 2 * DAY)).to.equal(undefined);
  });

  it('says once that tasks wait for long, however many and often, and once that none does any longer', () => {
    const { session, wait, told } = watching();
    const tasks = Array.from({ length: 500 }, (_, id) => taskRun({ id: id + 1 }));
    const since = session.clock.now() - 10 * MINUTE;
    for (let round = 0; round < 3; round++) for (const task of tasks) wait.overrun(task, PROVISIONING, since);
    expect(told()).to.deep.equal(['warn ECS has no instance for task HELLO (1) yet']);
    for (const task of tasks.slice(1)) wait.overrun(task, ecsTask({ lastStatus: 'PENDING' }), since);
    expect(told().length).to.equal(1);
    wait.overrun(tasks[0]!, endedTask(0), since);
    expect(told().slice(1)).to.deep.equal(['info No task has waited for an instance for long any more.']);
  });

  it('says nothing of a cold start, nor of a task whose own end tells of it', () => {
    const { session, wait, told } = watching();
    const now = session.clock.now();
    wait.overrun(taskRun(), PROVISIONING, now - 10 * MINUTE + 1);
    wait.overrun(taskRun(), ecsTask({ lastStatus: 'PENDING' }), now);
    wait.overrun(taskRun({ directives: { others: { maxSubmitAwait: MINUTE } } }), PROVISIONING, now - MINUTE);
    expect(told()).to.deep.equal([]);
  });

  it('names the task, how long it has waited and may wait, and what to look at', () => {
    const { session, wait } = watching();
    wait.overrun(taskRun(), PROVISIONING, session.clock.now() - 90 * MINUTE);
    expect(session.logger.messages('warn')[0]).to.match(
      /task HELLO \(1\) yet: it has waited for 1 h 30 min, .* for up to 1 d \(aws\.ecs\.provisioningTimeout\)\. .*vCPU quota/,
    );
  });
});
