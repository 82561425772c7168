import { expect } from 'chai';
import type { ShutdownReport } from '../../spi/index.js';
import { AwsEcsExecutor } from '../../src/executor.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { taskRun } from '../support/task-run-builder.js';
import { ecsTask, serviceError } from './aws-builders.js';
import { ExecutorRig, HELLO } from './executor-rig.js';
import { watch, type Watched } from './settle-with.js';

const GRACE_MS = 30_000;

/** Shuts down and lets the grace pass, no more. */
async function afterGrace(rig: ExecutorRig): Promise<Watched<ShutdownReport>> {
  const report = watch(rig.executor.shutdown({ graceMs: GRACE_MS }));
  await rig.session.clock.advance(GRACE_MS);
  return report;
}

/** No task is on ECS and nothing is left that could bring one there. */
async function expectStill(rig: ExecutorRig): Promise<void> {
  expect(rig.session.clock.timers).to.equal(0);
  const before = rig.calls;
  await rig.session.clock.advance(3_600_000);
  expect(rig.calls).to.equal(before);
}

describe(`${AwsEcsExecutor.name} shutdown`, () => {
  const throttles = {
    'looking up definitions is': (rig: ExecutorRig) =>
      rig.ecs.describeTaskDefinition.rejects(serviceError('throttled')),
    'registering definitions is': (rig: ExecutorRig) =>
      rig.ecs.registerTaskDefinition.rejects(serviceError('throttled')),
    'submitting tasks is': (rig: ExecutorRig) => rig.ecs.runTask.rejects(serviceError('throttled')),
  };
  for (const [what, given] of Object.entries(throttles)) {
    it(`ends within the grace while ${what} throttled for minutes, with 50 submits behind the first`, async () => {
      const rig = new ExecutorRig();
      given(rig);
      await rig.run(50);
      await rig.session.clock.advance(120_000);
      const { value } = await afterGrace(rig);
      expect(value).to.deep.equal({ stopped: 50, unfinished: [] });
      const completed = rig.session.events.entries.filter(({ kind }) => kind === 'completed');
      expect(completed.map(({ outcome }) => outcome?.kind)).to.deep.equal(Array(50).fill('killed'));
      await expectStill(rig);
    });
  }

  it('ends within the grace while the network is looked up without an answer', async () => {
    const rig = new ExecutorRig();
    await rig.executor.start([]);
    rig.ec2.subnets.returns(new Deferred<never>().promise);
    const monitor = rig.executor.createTaskMonitor();
    monitor.start();
    monitor.schedule(rig.executor.createTaskHandler(taskRun()));
    await settle();
    const { value } = await afterGrace(rig);
    expect(value).to.deep.equal({ stopped: 1, unfinished: [] });
    await expectStill(rig);
  });

  for (const leaveRunning of [false, true]) {
    it(`sends no RunTask for work files that are ready too late${leaveRunning ? ', also where it leaves what runs' : ''}`, async () => {
      const rig = new ExecutorRig();
      const written = new Deferred<void>();
      await rig.executor.start([HELLO]);
      const monitor = rig.executor.createTaskMonitor();
      monitor.start();
      monitor.schedule(rig.executor.createTaskHandler(taskRun({ prepare: () => written.promise })));
      await settle();
      const report = watch(rig.executor.shutdown({ graceMs: GRACE_MS, leaveRunning }));
      await settle();
      written.resolve();
      await settle();
      expect(report.value?.unfinished).to.deep.equal([]);
      expect(rig.ecs.runTask.callCount).to.equal(0);
      await expectStill(rig);
    });
  }

  it('reports a submit whose answers were lost to the end, and never has it tried again', async () => {
    const rig = new ExecutorRig();
    rig.ecs.runTask.rejects(serviceError('unavailable'));
    await rig.run();
    await rig.session.clock.advance(13 * 3_600_000);
    const outcome = rig.session.events.outcomeOf('HELLO (1)');
    expect(outcome).to.deep.include({ kind: 'lost', retry: { class: 'never' } });
    const look = `aws ecs list-tasks --cluster ${String(rig.ecs.runTask.args[0]?.[0].cluster)} --started-by nf-${rig.session.id}`;
    expect(outcome?.reason).to.include(look);
    expect(rig.session.logger.messages('error')).to.deep.equal([outcome?.reason]);
    const { stopped, unfinished } = await rig.executor.shutdown();
    expect(stopped).to.equal(0);
    expect(unfinished.map(({ task, nativeId }) => [task.name, nativeId])).to.deep.equal([
      ['HELLO (1)', undefined],
    ]);
    await expectStill(rig);
  });

  it('reports a submit whose answers were lost once, where it is killed while it asks again', async () => {
    const rig = new ExecutorRig();
    rig.ecs.runTask.rejects(serviceError('unavailable'));
    await rig.run();
    const report = watch(rig.executor.shutdown({ graceMs: GRACE_MS }));
    await rig.session.clock.advance(120_000);
    expect(report.value?.stopped).to.equal(0);
    expect(report.value?.unfinished.length).to.equal(1);
    expect(rig.session.events.outcomeOf('HELLO (1)')?.kind).to.equal('lost');
    await expectStill(rig);
  });

  it('is held by neither a stop nor a status call that never answers', async () => {
    const rig = new ExecutorRig();
    rig.ecs.describeTasks.returns(new Deferred<never>().promise);
    rig.ecs.stopTask.returns(new Deferred<never>().promise);
    await rig.run(2);
    await rig.session.clock.advance(1_000);
    const report = watch(rig.executor.shutdown({ graceMs: GRACE_MS }));
    await rig.session.clock.advance(600_000 + GRACE_MS + 600_000);
    expect(report.value?.stopped).to.equal(0);
    expect(report.value?.unfinished.length).to.equal(2);
    expect(rig.clients.close.callCount).to.equal(1);
    await expectStill(rig);
  });

  it('leaves no retry behind where a stop is throttled until the grace is over', async () => {
    const rig = new ExecutorRig();
    rig.ecs.describeTasks.callsFake((_, arns) =>
      Promise.resolve(new Map(arns.map((arn) => [arn, { kind: 'found', task: ecsTask({ arn }) }] as const))),
    );
    rig.ecs.stopTask.rejects(serviceError('throttled'));
    await rig.run();
    const report = watch(rig.executor.shutdown({ graceMs: GRACE_MS }));
    await rig.session.clock.advance(600_000 + GRACE_MS);
    expect(report.value?.unfinished.length).to.equal(1);
    expect(rig.session.logger.messages('error')[0]).to.include('Could not stop task HELLO (1)');
    await expectStill(rig);
  });
});
