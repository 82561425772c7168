import { expect } from 'chai';
import type { BackendTask } from '../../../spi/index.js';
import type { TaggedTask } from '../../../src/aws/ecs-api.js';
import { AwsEcsHousekeeping } from '../../../src/housekeeping/aws-ecs-housekeeping.js';
import { taskTags } from '../../../src/request/tags.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsInstance, ecsTask, serviceError, TASK_ARN } from '../aws-builders.js';
import { ExecutorRig } from '../executor-rig.js';
import { failureOf } from '../settle-with.js';

const SESSION = '0a1b2c3d-0000-4000-8000-000000000001';
const HOUR = 3_600_000;
const run = { id: SESSION, runName: 'happy_curie' };
const hello = taskRun({ id: 1, process: 'HELLO', name: 'HELLO (1)', hash: 'ab'.padEnd(32, '0') });

/** A task on ECS with the tags its run gave it. */
function tagged(changes: Partial<TaggedTask> = {}, task = hello): TaggedTask {
  const tags = Object.fromEntries(taskTags(task, run, 0).map(({ key = '', value = '' }) => [key, value]));
  return { ...ecsTask({ startedBy: `nf-${SESSION}`, createdAt: 1_000 }), tags, ...changes };
}

describe(AwsEcsHousekeeping.name, () => {
  let rig: ExecutorRig;

  beforeEach(() => (rig = new ExecutorRig()));
  afterEach(() => rig.executor.shutdown());

  /** The cluster runs these, on as many pages as that takes. */
  function runs(tasks: readonly TaggedTask[]): void {
    const byArn = new Map(tasks.map((task) => [task.arn, task]));
    const arns = [...byArn.keys()];
    rig.ecs.listTasks.callsFake((_cluster, _filter, from = '0') => {
      const start = Number(from);
      const page = { arns: arns.slice(start, start + 100) };
      return Promise.resolve(start + 100 < arns.length ? { ...page, next: `${start + 100}` } : page);
    });
    rig.ecs.taggedTasks.callsFake((_cluster, wanted) =>
      Promise.resolve(wanted.flatMap((arn) => byArn.get(arn) ?? [])),
    );
    rig.ecs.describeContainerInstances.callsFake((_cluster, wanted) =>
      Promise.resolve(wanted.map((arn) => ecsInstance(arn))),
    );
  }

  async function listed(sessionId?: string): Promise<BackendTask[]> {
    const tasks: BackendTask[] = [];
    for await (const task of rig.executor.housekeeping.tasks(sessionId)) tasks.push(task);
    return tasks;
  }

  it('tells of a task what its tags tell, without a start', async () => {
    runs([tagged({ lastStatus: 'PENDING' })]);
    expect(await listed(SESSION)).to.deep.equal([
      {
        nativeId: TASK_ARN,
        sessionId: SESSION,
        runName: 'happy_curie',
        process: 'HELLO',
        name: 'HELLO (1)',
        hash: hello.hash,
        workDir: hello.workDir,
        state: 'PENDING',
        submittedAt: 1_000,
      },
    ]);
    expect(rig.ecs.listTasks.args).to.deep.equal([
      ['nextflow-cluster', { startedBy: `nf-${SESSION}` }, undefined],
    ]);
  });

  it('looks through the whole cluster for the tasks of runs, and at nobody else’s', async () => {
    runs([
      tagged({ arn: 'arn:service', startedBy: 'ecs-svc/123', tags: {} }),
      tagged({ arn: 'arn:person', tags: {}, startedBy: 'nf-me' }),
      tagged({ arn: 'arn:ours' }),
    ]);
    expect((await listed()).map(({ nativeId }) => nativeId)).to.deep.equal(['arn:ours']);
    expect(rig.ecs.listTasks.args[0]).to.deep.equal(['nextflow-cluster', {}, undefined]);
  });

  it('leaves out a work dir of which the tag holds the end alone', async () => {
    const long = taskRun({ workDir: `s3://my-bucket/${'deep/'.repeat(60)}ab` });
    runs([tagged({}, long)]);
    expect((await listed())[0]).to.not.have.property('workDir');
  });

  it('tells what a task cost so far: its share of its instance', async () => {
    const place = { instanceArn: 'arn:machine', capacityProvider: 'MANAGED_INSTANCES' };
    const half = { cpu: '1024', memory: '3840', ...place };
    const begun = rig.session.clock.now();
    await rig.session.clock.advance(HOUR);
    runs([
      tagged({ arn: 'arn:half', ...half, pullStartedAt: begun, startedAt: begun + 1_000 }),
      tagged({ arn: 'arn:waits', ...half }),
      tagged({ arn: 'arn:unplaced', cpu: '1024', memory: '3840' }),
    ]);
    const [cost, ...others] = (await listed()).map((task) => task.cost);
    // $0.096 an hour of m6i.large, and 12 % on top.
    expect(cost).to.be.closeTo((0.096 * 1.12) / 2, 1e-9);
    expect(others).to.deep.equal([undefined, undefined]);
  });

  it('does without costs where the instances cannot be looked at, and says so once', async () => {
    const place = { cpu: '1024', memory: '3840', instanceArn: 'arn:machine', startedAt: 0 };
    runs(Array.from({ length: 150 }, (_, index) => tagged({ arn: `arn:${index}`, ...place })));
    rig.ecs.describeContainerInstances.rejects(serviceError('denied'));
    expect((await listed()).every(({ cost }) => cost === undefined)).to.equal(true);
    const told = rig.session.logger.messages('warn').filter((text) => text.startsWith('Costs are not told'));
    expect(told).to.have.length(1);
    expect(rig.ecs.describeContainerInstances.callCount).to.equal(1);
  });

  it('fails with ECS’s own refusal where it may not list', async () => {
    rig.ecs.listTasks.rejects(serviceError('denied'));
    expect(await failureOf(listed())).to.include({ code: 'ACCESS_DENIED' });
  });

  it('lists 10,000 tasks with 100 listings and 100 looks, and asks of each instance once', async () => {
    const place = { cpu: '1024', memory: '3840', startedAt: 0 };
    runs(
      Array.from({ length: 10_000 }, (_, index) =>
        tagged({ arn: `arn:${index}`, ...place, instanceArn: `arn:machine/${Math.floor(index / 40)}` }),
      ),
    );
    expect(await listed()).to.have.length(10_000);
    expect(rig.ecs.listTasks.callCount).to.equal(100);
    expect(rig.ecs.taggedTasks.callCount).to.equal(100);
    expect(rig.ecs.describeContainerInstances.args.flatMap(([, arns]) => arns)).to.have.length(250);
    expect(rig.ecs.describeCapacityProviders.callCount).to.equal(1);
  });

  it('fetches no page before the one ahead of it was taken', async () => {
    runs(Array.from({ length: 300 }, (_, index) => tagged({ arn: `arn:${index}` })));
    let seen = 0;
    for await (const { nativeId } of rig.executor.housekeeping.tasks()) {
      seen += 1;
      expect(rig.ecs.listTasks.callCount, nativeId).to.equal(Math.ceil(seen / 100));
      if (seen === 101) break;
    }
    expect(rig.ecs.listTasks.callCount).to.equal(2);
  });

  it('stops a task on the cluster of its ARN, else on the configured one', async () => {
    const elsewhere = TASK_ARN.replace('nextflow-cluster', 'other');
    await rig.executor.housekeeping.stop(elsewhere, 'Not wanted.');
    await rig.executor.housekeeping.stop('0123456789abcdef', 'Not wanted.');
    expect(rig.ecs.stopTask.args).to.deep.equal([
      ['other', elsewhere, 'Not wanted.'],
      ['nextflow-cluster', '0123456789abcdef', 'Not wanted.'],
    ]);
    rig.ecs.stopTask.rejects(serviceError('denied'));
    const refused = rig.executor.housekeeping.stop(TASK_ARN, 'Not wanted.');
    expect(await failureOf(refused)).to.include({ code: 'ACCESS_DENIED' });
  });

  it('gives up after a minute to stop a task where ECS cannot be reached', async () => {
    rig.ecs.stopTask.rejects(serviceError('unavailable'));
    const refused = failureOf(rig.executor.housekeeping.stop(TASK_ARN, 'Not wanted.'));
    await rig.session.clock.advance(60_000);
    expect(await refused).to.include({ code: 'UNAVAILABLE' });
    expect(rig.session.logger.messages('warn')[0]).to.contain('trying again for up to 1 min');
  });

  it('asks nothing where no region is known', async () => {
    rig.endpoint.region.rejects(Object.assign(new Error('No AWS region'), { code: 'REGION_MISSING' }));
    expect(await failureOf(listed())).to.include({ code: 'REGION_MISSING' });
    expect(rig.calls).to.equal(0);
  });
});
