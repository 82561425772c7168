import { expect } from 'chai';
import type { EcsTask, EcsTaskSnapshot } from '../../../src/aws/ecs-api.js';
import { TaskEnds } from '../../../src/logs/task-ends.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig, callRepeater, ecsTask, endedTask, serviceError, TASK_ARN } from '../aws-builders.js';
import { watch } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

const SECOND = 1_000;

class EndsRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  readonly ends = new TaskEnds(
    this.ecs,
    awsEcsConfig({ cluster: 'configured' }),
    callRepeater(this.session),
    this.session.clock,
  );

  /** What ECS says of every task from now on. */
  says(snapshot: EcsTaskSnapshot | undefined): void {
    this.ecs.describeTasks.callsFake((_, arns) =>
      Promise.resolve(new Map(snapshot === undefined ? [] : arns.map((arn) => [arn, snapshot]))),
    );
  }

  saysOf(task: EcsTask): void {
    this.says({ kind: 'found', task });
  }

  get asked(): string[][] {
    return this.ecs.describeTasks.args.map(([, arns]) => [...arns]);
  }
}

const arnOf = (id: number, cluster = 'c'): string =>
  `arn:aws:ecs:us-east-1:123456789012:task/${cluster}/${id}`;

describe(TaskEnds.name, () => {
  it('knows a task for over that ECS has stopped, and asks about it no more', async () => {
    const rig = new EndsRig();
    rig.saysOf(endedTask(0));
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(true);
    await rig.session.clock.advance(60 * SECOND);
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(true);
    expect(rig.asked).to.deep.equal([[TASK_ARN]]);
  });

  it('takes a task for over that ECS does not know, until it does: it was so young', async () => {
    const rig = new EndsRig();
    rig.says({ kind: 'missing' });
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(true);
    rig.saysOf(ecsTask({ lastStatus: 'RUNNING' }));
    await rig.session.clock.advance(60 * SECOND);
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(false);
    expect(rig.asked).to.deep.equal([[TASK_ARN], [TASK_ARN]]);
  });

  it('takes a task for running that runs, is torn down, or of which ECS says nothing', async () => {
    const rig = new EndsRig();
    rig.saysOf(ecsTask());
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(false);
    await rig.session.clock.advance(5 * SECOND);
    rig.saysOf(endedTask(0, { lastStatus: 'DEPROVISIONING' }));
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(false);
    await rig.session.clock.advance(5 * SECOND);
    rig.says(undefined);
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(false);
    expect(rig.asked.length).to.equal(3);
  });

  it('gives the last lines of a task two seconds by ECS’s clock to arrive', async () => {
    const rig = new EndsRig();
    rig.saysOf(endedTask(0, { stoppedAt: 10_000, describedAt: 11_999 }));
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(false);
    await rig.session.clock.advance(5 * SECOND);
    rig.saysOf(endedTask(0, { stoppedAt: 10_000, describedAt: 12_000 }));
    expect(await rig.ends.isOver(TASK_ARN)).to.equal(true);
  });

  it('asks once in five seconds about all that are open, a hundred in a call, however often each is asked about', async () => {
    const rig = new EndsRig();
    rig.saysOf(ecsTask());
    const arns = Array.from({ length: 250 }, (_, id) => arnOf(id));
    for (const arn of arns) rig.ends.join(arn);
    for (let second = 0; second < 10; second++) {
      expect(await Promise.all(arns.map((arn) => rig.ends.isOver(arn)))).to.not.include(true);
      await rig.session.clock.advance(SECOND);
    }
    expect(rig.asked.map(({ length }) => length)).to.deep.equal([100, 100, 50, 100, 100, 50]);
    expect(rig.asked.slice(0, 3).flat()).to.deep.equal(arns);
  });

  it('asks the cluster of the ARN, and the configured one where it names none', async () => {
    const rig = new EndsRig();
    rig.says({ kind: 'missing' });
    const arns = [arnOf(1, 'one'), arnOf(2, 'two'), arnOf(3, 'one'), '0123'];
    for (const arn of arns) rig.ends.join(arn);
    await rig.ends.isOver('0123');
    expect(rig.ecs.describeTasks.args).to.deep.equal([
      ['one', [arnOf(1, 'one'), arnOf(3, 'one')]],
      ['two', [arnOf(2, 'two')]],
      ['configured', ['0123']],
    ]);
  });

  it('forgets a log that nobody has read for ten minutes', async () => {
    const rig = new EndsRig();
    rig.saysOf(ecsTask());
    rig.ends.join(arnOf(1));
    await rig.session.clock.advance(600 * SECOND + 1);
    await rig.ends.isOver(arnOf(2));
    expect(rig.asked).to.deep.equal([[arnOf(2)]]);
  });

  it('asks again while ECS throttles, and fails with its words where it refuses', async () => {
    const rig = new EndsRig();
    rig.says({ kind: 'missing' });
    rig.ecs.describeTasks.onCall(0).rejects(serviceError('throttled'));
    const over = watch(rig.ends.isOver(TASK_ARN));
    await rig.session.clock.advance(2 * SECOND);
    expect(over.value).to.equal(true);
    await rig.session.clock.advance(5 * SECOND);
    rig.ecs.describeTasks.reset();
    rig.ecs.describeTasks.rejects(serviceError('denied'));
    const refused = watch(rig.ends.isOver(arnOf(9)));
    await rig.session.clock.advance(0);
    expect(refused.error).to.have.property('kind', 'denied');
  });
});
