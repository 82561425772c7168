import { expect } from 'chai';
import { InstanceWait } from '../../../src/watch/instance-wait.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask, ROUTE } from '../aws-builders.js';
import { taskWatchOver, type WatchRig } from '../task-watch-over.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PROVISIONING = ecsTask({ lastStatus: 'PROVISIONING' });

function watching(): WatchRig {
  return taskWatchOver(fakeSession(), { provisioningTimeout: DAY });
}

describe(InstanceWait.name, () => {
  it('takes the bound from the task’s own maxSubmitAwait, else from aws.ecs.provisioningTimeout', () => {
    const { instances } = watching();
    const own = taskRun({ directives: { others: { maxSubmitAwait: 5_000 } } });
    expect(instances.boundOf(own)).to.deep.equal({ ms: 5_000, setting: 'maxSubmitAwait' });
    expect(instances.boundOf(taskRun())).to.deep.equal({
      ms: DAY,
      renews: true,
      setting: 'aws.ecs.provisioningTimeout',
    });
  });

  it('has a wait overrun when the bound is reached', () => {
    const { session, instances } = watching();
    const now = session.clock.now();
    expect(instances.overrun(taskRun(), PROVISIONING, now - DAY + 1)).to.equal(undefined);
    expect(instances.overrun(taskRun(), PROVISIONING, now - DAY)).to.deep.equal({
      phase: 'waited',
      bound: { ms: DAY, renews: true, setting: 'aws.ecs.provisioningTimeout' },
      spent: DAY,
    });
  });

  it('says nothing of a cold start, nor of a task whose own end tells of it', () => {
    const { session, instances } = watching();
    const now = session.clock.now();
    const task = taskRun();
    instances.overrun(task, PROVISIONING, now - 10 * MINUTE + 1);
    instances.overrun(
      taskRun({ directives: { others: { maxSubmitAwait: MINUTE } } }),
      PROVISIONING,
      now - MINUTE,
    );
    expect(session.logger.entries).to.deep.equal([]);
    instances.overrun(task, PROVISIONING, now - 10 * MINUTE);
    expect(session.logger.messages('warn').length).to.equal(1);
    instances.overrun(task, PROVISIONING, now - DAY);
    expect(session.logger.entries.length).to.equal(1);
  });

  it('names the task, how long it has waited and may wait, what is known of the provider, and what to look at', () => {
    const { session, capacity, instances } = watching();
    const since = session.clock.now() - 90 * MINUTE;
    capacity.lost('MANAGED_INSTANCES', 'RESOURCE:MEMORY');
    instances.overrun(taskRun(), { ...PROVISIONING, eni: 'PRECREATED' }, since, ROUTE);
    expect(session.logger.messages('warn')[0]).to.match(
      /no instance of capacity provider MANAGED_INSTANCES for task HELLO \(1\) yet: it has waited for 1 h 30 min, .* interface is PRECREATED\. AWS said last of its capacity: RESOURCE:MEMORY\. .* for up to 1 d \(aws\.ecs\.provisioningTimeout\)\. .*vCPU quota/,
    );
  });

  it('tells anew of another provider, by ECS’s word before the route’s, and of a network interface that comes along', () => {
    const { session, instances } = watching();
    const since = session.clock.now() - 20 * MINUTE;
    const task = taskRun();
    instances.overrun(task, PROVISIONING, since, ROUTE);
    instances.overrun(task, PROVISIONING, since, ROUTE);
    instances.overrun(task, { ...PROVISIONING, capacityProvider: 'spot' }, since, ROUTE);
    instances.overrun(task, { ...PROVISIONING, capacityProvider: 'spot', eni: 'ATTACHING' }, since, ROUTE);
    const told = session.logger.messages('warn');
    expect(told.map((text) => /provider (\w+)/.exec(text)?.[1])).to.deep.equal([
      'MANAGED_INSTANCES',
      'spot',
      'spot',
    ]);
  });
});
