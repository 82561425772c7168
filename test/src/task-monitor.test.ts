import { expect } from 'chai';
import { ShutdownError } from '../../spi/index.js';
import type { EcsTaskSnapshot } from '../../src/aws/ecs-api.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { InstanceBook } from '../../src/trace/instance-book.js';
import { traceRecord } from '../../src/trace/trace-record.js';
import { AwsEcsTaskHandler } from '../../src/task-handler.js';
import { AwsEcsTaskMonitor } from '../../src/task-monitor.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { fakeSession } from '../support/fake-session.js';
import { taskRun } from '../support/task-run-builder.js';
import { awsEcsConfig, ecsInstance, ecsTask, endedTask, routedTask } from './aws-builders.js';
import { stubEcsApi } from './stub-ports.js';

class MonitorRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  readonly monitor: AwsEcsTaskMonitor;

  constructor(changes: Partial<AwsEcsConfig> = {}) {
    const config = awsEcsConfig(changes);
    const instances = new InstanceBook(this.ecs, config, this.session);
    this.monitor = new AwsEcsTaskMonitor(this.ecs, config, instances, this.session);
    this.monitor.start();
  }

  schedule(count: number): AwsEcsTaskHandler[] {
    const handlers = Array.from({ length: count }, (_, index) => {
      const id = index + 1;
      return new AwsEcsTaskHandler(taskRun({ id }), {
        now: () => this.session.clock.now(),
        launch: () => Promise.resolve(routedTask({ arn: `arn:${id}` })),
        stop: (arn) => this.ecs.stopTask('cluster', arn, 'why'),
        overrun: () => undefined,
        giveUp: () => Promise.resolve(true),
        trace: traceRecord,
        outcomeOf: () =>
          Promise.resolve({ kind: 'completed', reason: 'x', evidence: {}, retry: { class: 'never' } }),
      });
    });
    for (const handler of handlers) this.monitor.schedule(handler);
    return handlers;
  }

  say(snapshot: (arn: string) => EcsTaskSnapshot): void {
    this.ecs.describeTasks.callsFake((_, arns) =>
      Promise.resolve(new Map(arns.map((arn) => [arn, snapshot(arn)]))),
    );
  }
}

describe(AwsEcsTaskMonitor.name, () => {
  it('asks DescribeTasks of the configured cluster once for every 100 tasks of a round', async () => {
    const rig = new MonitorRig({ pollInterval: 3_000 });
    rig.schedule(250);
    await settle();
    rig.say((arn) => ({ kind: 'found', task: ecsTask({ arn }) }));
    await rig.session.clock.advance(500);
    expect(rig.ecs.describeTasks.args.map(([cluster, arns]) => [cluster, arns.length])).to.deep.equal([
      ['nextflow-cluster', 100],
      ['nextflow-cluster', 100],
      ['nextflow-cluster', 50],
    ]);
    rig.say((arn) => ({ kind: 'found', task: endedTask(0, { arn }) }));
    await rig.session.clock.advance(3_000);
    expect(rig.session.events.entries.filter(({ kind }) => kind === 'completed').length).to.equal(250);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('asks for the instances of a round in a call for every 100 new ones, beside a call for every 100 tasks', async () => {
    const rig = new MonitorRig({ pollInterval: 5_000, queueSize: 1_000 });
    rig.schedule(1_000);
    await settle();
    // Four tasks on each.
    const instanceOf = (arn: string): string => `arn:instance:${Number(arn.slice(4)) % 250}`;
    rig.ecs.describeContainerInstances.callsFake((_, arns) =>
      Promise.resolve(arns.map((arn) => ecsInstance(arn))),
    );
    rig.say((arn) => ({ kind: 'found', task: ecsTask({ arn, instanceArn: instanceOf(arn) }) }));
    await rig.session.clock.advance(60_000);
    expect(rig.ecs.describeTasks.callCount % 10).to.equal(0);
    expect(rig.ecs.describeContainerInstances.args.map(([, arns]) => arns.length)).to.deep.equal([
      100, 100, 50,
    ]);
    rig.say((arn) => ({ kind: 'found', task: endedTask(0, { arn, instanceArn: instanceOf(arn) }) }));
    await rig.session.clock.advance(5_000);
    expect(rig.session.events.entries.filter(({ kind }) => kind === 'completed').length).to.equal(1_000);
    expect(rig.ecs.describeContainerInstances.callCount).to.equal(3);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('knows the instance of a task that is first seen ended before its end is told', async () => {
    const rig = new MonitorRig();
    rig.ecs.describeContainerInstances.callsFake((_, arns) =>
      Promise.resolve(arns.map((arn) => ecsInstance(arn))),
    );
    rig.schedule(1);
    await settle();
    rig.say((arn) => ({ kind: 'found', task: endedTask(0, { arn, instanceArn: 'arn:instance' }) }));
    await rig.session.clock.advance(500);
    expect(rig.session.events.entries.map(({ kind }) => kind)).to.contain('completed');
    expect(rig.ecs.describeContainerInstances.args).to.deep.equal([['nextflow-cluster', ['arn:instance']]]);
    expect(rig.ecs.describeContainerInstances.calledAfter(rig.ecs.describeTasks)).to.equal(true);
  });

  it('keeps at most queueSize tasks on ECS', async () => {
    const rig = new MonitorRig({ queueSize: 3 });
    const handlers = rig.schedule(5);
    await settle();
    expect(handlers.filter(({ status }) => status === 'SUBMITTED').length).to.equal(3);
    expect(rig.monitor.evict(handlers[0]!)).to.equal(true);
    await settle();
    expect(handlers.filter(({ status }) => status === 'SUBMITTED').length).to.equal(4);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('never waits longer than the poll interval', async () => {
    const rig = new MonitorRig({ pollInterval: 2_000 });
    rig.schedule(1);
    rig.say((arn) => ({ kind: 'found', task: ecsTask({ arn }) }));
    await rig.session.clock.advance(60_000);
    const before = rig.ecs.describeTasks.callCount;
    await rig.session.clock.advance(2_000);
    expect(rig.ecs.describeTasks.callCount).to.equal(before + 1);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('begins no second round while DescribeTasks hangs, and takes a partial answer for no more than it says', async () => {
    const rig = new MonitorRig({ pollInterval: 1_000 });
    const handlers = rig.schedule(150);
    await settle();
    const second = new Deferred<ReadonlyMap<string, EcsTaskSnapshot>>();
    rig.ecs.describeTasks.callsFake((_, [first = '']) =>
      first === 'arn:1'
        ? // ECS says something of one of the hundred alone.
          Promise.resolve(new Map([[first, { kind: 'found', task: endedTask(0, { arn: first }) } as const]]))
        : second.promise,
    );
    await rig.session.clock.advance(3_600_000);
    rig.monitor.signal();
    await settle();
    expect(rig.ecs.describeTasks.callCount).to.equal(2);
    second.resolve(new Map());
    await settle();
    expect(
      handlers.filter(({ status }) => status === 'COMPLETED').map(({ nativeId }) => nativeId),
    ).to.deep.equal(['arn:1']);
    // The signal came during the round: another follows at once, about those that are left.
    expect(rig.ecs.describeTasks.args.slice(2).flatMap(([, arns]) => arns).length).to.equal(149);
    await rig.monitor.shutdown({ leaveRunning: true });
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('takes at most half of what AWS allows for looks, where the poll interval is too short for its tasks', async () => {
    const rig = new MonitorRig({ pollInterval: 1_000, queueSize: 5_000 });
    rig.schedule(5_000);
    await settle();
    rig.say((arn) => ({ kind: 'found', task: ecsTask({ arn }) }));
    await rig.session.clock.advance(60_000);
    expect(rig.ecs.describeTasks.callCount).to.be.within(500, 600);
    await rig.monitor.shutdown({ leaveRunning: true });
  }).timeout(20_000);

  it('asks at once when signalled', async () => {
    const rig = new MonitorRig();
    rig.schedule(1);
    await settle();
    rig.monitor.signal();
    await settle();
    expect(rig.ecs.describeTasks.callCount).to.equal(1);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('stops what runs at shutdown and takes nothing after it', async () => {
    const rig = new MonitorRig();
    rig.schedule(2);
    await settle();
    const done = rig.monitor.shutdown();
    await settle();
    rig.say((arn) => ({ kind: 'found', task: endedTask(137, { arn }) }));
    await rig.session.clock.advance(10_000);
    expect(await done).to.deep.equal({ stopped: 2, unfinished: [] });
    expect(rig.ecs.stopTask.args.map(([, arn]) => arn)).to.deep.equal(['arn:1', 'arn:2']);
    expect(() => rig.schedule(1)).to.throw(ShutdownError);
    expect(rig.session.clock.timers).to.equal(0);
  });
});
