import { expect } from 'chai';
import { taskOperations } from '../../../../local/ecs/task/task-operations.js';
import { type Answer, cluster, EcsFixture, region } from '../ecs-fixture.js';

const hour = 3_600_000;

describe(taskOperations.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture();
  });
  afterEach(() => fixture.ecs.close());

  const states = async (arn: string): Promise<{ found: number; reason: string | undefined }> => {
    const { tasks, failures } = await fixture.call('DescribeTasks', { cluster, tasks: [arn] });
    return { found: tasks.length, reason: failures[0]?.reason };
  };

  describe('DescribeTasks', () => {
    it('does not know a task for a moment after RunTask, an hour after its end, and never an unknown one [3b.1] [3b.2] [3b.3]', async () => {
      const arn = await fixture.launch();
      expect(await states(arn)).to.deep.equal({ found: 0, reason: 'MISSING' });
      await fixture.clock.advance(2000);
      expect((await states(arn)).found).to.equal(1);
      await fixture.clock.advance(39_000);
      fixture.runtime.last.end({ exitCode: 0 });
      await fixture.clock.advance(5500 + hour - 1);
      expect((await states(arn)).found).to.equal(1);
      await fixture.clock.advance(1);
      expect(await states(arn)).to.deep.equal({ found: 0, reason: 'MISSING' });
      expect((await states('f'.repeat(32))).reason).to.equal('MISSING');
    });

    it('is no measure for the operator, who sees a task at once, and with its tags once it is stopped', async () => {
      const arn = await fixture.launch({ tags: [{ key: 'k', value: 'v' }] });
      const told = (): object[] =>
        fixture.ecs.tasks().map(({ tags, desiredStatus }) => ({ tags, desiredStatus }));
      expect((await states(arn)).found).to.equal(0);
      expect(told()).to.deep.equal([{ tags: { k: 'v' }, desiredStatus: 'RUNNING' }]);
      await fixture.call('StopTask', { cluster, task: arn });
      await fixture.clock.advance(60_000);
      expect((await fixture.describe(arn, ['TAGS'])).tags).to.deep.equal([]);
      expect(told()).to.deep.equal([{ tags: { k: 'v' }, desiredStatus: 'STOPPED' }]);
      expect(fixture.ecs.tasks()[0]).to.include({
        arn,
        cluster,
        lastStatus: 'STOPPED',
        stopCode: 'UserInitiated',
      });
      await fixture.clock.advance(hour);
      expect(told()).to.deep.equal([]);
    });

    it('takes ids and ARNs, and tells tags only where included [3b.1] [3b.4]', async () => {
      const arn = await fixture.launch({ tags: [{ key: 'k', value: 'v' }] });
      await fixture.clock.advance(2000);
      expect((await states(arn.split('/').at(-1) ?? '')).found).to.equal(1);
      expect((await fixture.describe(arn)).tags).to.deep.equal([]);
      expect((await fixture.describe(arn, ['TAGS'])).tags).to.deep.equal([{ key: 'k', value: 'v' }]);
    });

    it('does not find a task under another cluster', async () => {
      const arn = await fixture.launch();
      fixture.ecs.createCluster(region, 'other');
      await fixture.clock.advance(2000);
      const answer = await fixture.call('DescribeTasks', { cluster: 'other', tasks: [arn] });
      expect(answer.failures).to.deep.equal([{ arn, reason: 'MISSING' }]);
    });

    for (const [title, tasks, message] of [
      ['none [3b.5]', [], 'Tasks cannot be empty.'],
      ['a blank [3b.5]', [' '], 'Tasks cannot be blank.'],
      [
        'a hundred and one [3b.1]',
        Array.from({ length: 101 }, () => 'x'),
        'Tasks can have at most 100 items.',
      ],
    ] as const) {
      it(`refuses ${title}`, async () => {
        const answer = await fixture.call('DescribeTasks', { cluster, tasks });
        expect(answer).to.include({ __type: 'InvalidParameterException', message });
      });
    }
  });

  describe('ListTasks', () => {
    const list = async (filter: object): Promise<readonly string[]> =>
      (await fixture.call('ListTasks', { cluster, ...filter })).taskArns;

    it('lists what should run unless told otherwise, and nothing as PENDING [3c.1]', async () => {
      const kept = await fixture.launch();
      const ended = await fixture.launch();
      await fixture.clock.advance(2000);
      await fixture.call('StopTask', { cluster, task: ended });
      expect(await list({})).to.deep.equal([kept]);
      expect(await list({ desiredStatus: 'STOPPED' })).to.deep.equal([ended]);
      expect(await list({ desiredStatus: 'PENDING' })).to.deep.equal([]);
    });

    it('filters by family, launch type and startedBy [2c.6] [3c.2]', async () => {
      const one = await fixture.launch({ startedBy: 'nf-1' });
      await fixture.register({ family: 'other' });
      const two = (await fixture.run({ taskDefinition: 'other' })).tasks[0]?.taskArn;
      await fixture.clock.advance(2000);
      expect(await list({ startedBy: 'nf-1' })).to.deep.equal([one]);
      expect(await list({ family: 'other' })).to.deep.equal([two]);
      expect(await list({ launchType: 'MANAGED_INSTANCES' })).to.deep.equal([one, two]);
      expect(await list({ launchType: 'FARGATE' })).to.deep.equal([]);
    });

    it('takes startedBy as the only filter [3c.2]', async () => {
      const answer = await fixture.call('ListTasks', {
        cluster,
        startedBy: 'nf-1',
        desiredStatus: 'STOPPED',
      });
      expect(answer).to.include({ __type: 'InvalidParameterException' });
      expect(answer.message).to.match(/only filter: remove desiredStatus/);
    });

    it('gives pages whose tokens survive tasks that come and go', async () => {
      const arns = [await fixture.launch(), await fixture.launch(), await fixture.launch()];
      await fixture.clock.advance(2000);
      const first = await fixture.call('ListTasks', { cluster, maxResults: 2 });
      expect(first.taskArns).to.deep.equal(arns.slice(0, 2));
      await fixture.call('StopTask', { cluster, task: arns[0] });
      const second = await fixture.call('ListTasks', { cluster, maxResults: 2, nextToken: first.nextToken });
      expect(second.taskArns).to.deep.equal([arns[2]]);
      expect(second).not.to.have.property('nextToken');
    });

    it('refuses a page size out of bounds and a token of its own invention [3c.1]', async () => {
      expect((await fixture.call('ListTasks', { cluster, maxResults: 101 })).message).to.match(/1 to 100/);
      expect((await fixture.call('ListTasks', { cluster, nextToken: 'x' })).message).to.match(
        /Invalid token/,
      );
    });
  });

  describe('ListTasks of what has stopped, and of one host', () => {
    it('finds stopped tasks by family, whose startedBy DescribeTasks tells [3c.3]', async () => {
      const arn = await fixture.launch({ startedBy: 'nf-1' });
      await fixture.register({ family: 'other' });
      const other = (await fixture.run({ taskDefinition: 'other' })).tasks[0]?.taskArn;
      for (const task of [arn, other]) await fixture.call('StopTask', { cluster, task });
      await fixture.clock.advance(60_000);
      const list = async (filter: object): Promise<readonly string[]> =>
        (await fixture.call('ListTasks', { cluster, ...filter })).taskArns;
      expect(await list({ startedBy: 'nf-1' })).to.deep.equal([]);
      expect(await list({ family: 'nf-ubuntu', desiredStatus: 'STOPPED' })).to.deep.equal([arn]);
      expect(await fixture.describe(arn)).to.include({ startedBy: 'nf-1' });
    });

    it('takes an instance by id and by ARN', async () => {
      const arn = await fixture.running();
      await fixture.run();
      await fixture.clock.advance(2000);
      const instance = (await fixture.describe(arn))['containerInstanceArn'] as string;
      for (const containerInstance of [instance, instance.split('/').at(-1)]) {
        const found = await fixture.call('ListTasks', { cluster, containerInstance });
        expect(found.taskArns).to.deep.equal([arn]);
      }
    });

    it('refuses services, daemons and words that are no status or launch type', async () => {
      for (const filter of [
        { serviceName: 's' },
        { daemonName: 'd' },
        { desiredStatus: 'DONE' },
        { launchType: 'MOON' },
      ]) {
        const answer = await fixture.call('ListTasks', { cluster, ...filter });
        expect(answer, JSON.stringify(filter)).to.include({ __type: 'InvalidParameterException' });
      }
    });
  });

  describe('StopTask', () => {
    it('copies the reason, keeps the first of two, and answers for a stopped task [3d.1] [3d.5]', async () => {
      const arn = await fixture.running();
      const stop = (reason: string): Promise<Answer> =>
        fixture.call('StopTask', { cluster, task: arn, reason });
      expect((await stop('first')).task).to.include({ desiredStatus: 'STOPPED', stoppedReason: 'first' });
      expect((await stop('second')).task).to.include({ stoppedReason: 'first' });
      await fixture.clock.advance(60_000);
      expect((await stop('third')).task).to.include({ lastStatus: 'STOPPED', stoppedReason: 'first' });
      await fixture.clock.advance(hour);
      expect((await stop('fourth')).message).to.equal('The referenced task was not found.');
    });

    it('says so where the task is unknown [3d.4], or its cluster [3d.6]', async () => {
      const answer = await fixture.call('StopTask', { cluster, task: 'f'.repeat(32) });
      expect(answer).to.include({
        __type: 'InvalidParameterException',
        message: 'The referenced task was not found.',
      });
      const elsewhere = await fixture.call('StopTask', { cluster: 'other', task: 'f'.repeat(32) });
      expect(elsewhere).to.include({ __type: 'ClusterNotFoundException', status: 400 });
    });

    it('reaches a task that reads do not show yet', async () => {
      const arn = await fixture.launch();
      expect((await fixture.call('StopTask', { cluster, task: arn })).task.desiredStatus).to.equal('STOPPED');
    });
  });
});

describe('bounded memory', () => {
  it('forgets stopped tasks and their tokens', async () => {
    const fixture = new EcsFixture({ speed: 1000, retention: 1000, delays: { consistency: 0 } });
    fixture.runtime.refusal = 'CannotStartContainerError: no';
    await fixture.register();
    const arns: string[] = [];
    for (let index = 0; index < 20; index++) {
      const { tasks } = await fixture.run({ clientToken: `t${index}` });
      arns.push(tasks[0]?.taskArn ?? '');
      await fixture.clock.advance(500);
    }
    const { tasks } = await fixture.call('DescribeTasks', { cluster, tasks: arns });
    expect(tasks).to.have.length(2);
    expect(fixture.clock.timers).to.equal(0);
  });
});
