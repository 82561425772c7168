import { expect } from 'chai';
import { definitionOperations } from '../../../../local/ecs/definition/definition-operations.js';
import { type Answer, EcsFixture, type Json } from '../ecs-fixture.js';

const arn = (name: string): string => `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`;

/** Registers and deregisters a revision of the usual definition. */
async function deregistered(fixture: EcsFixture, changes: Json = {}): Promise<string> {
  const { taskDefinition } = await fixture.register(changes);
  await fixture.call('DeregisterTaskDefinition', { taskDefinition: taskDefinition.taskDefinitionArn });
  return taskDefinition.taskDefinitionArn;
}

interface Deletion {
  readonly taskDefinitions: readonly Json[];
  readonly failures: readonly Json[];
}

const remove = async (
  fixture: EcsFixture,
  ...taskDefinitions: readonly string[]
): Promise<Answer & Deletion> =>
  (await fixture.call('DeleteTaskDefinitions', { taskDefinitions })) as Answer & Deletion;

describe(`${definitionOperations.name}: RegisterTaskDefinition`, () => {
  it('gives every registration a new revision, also of the same content [1d.4]', async () => {
    const fixture = new EcsFixture();
    const answers = [await fixture.register(), await fixture.register()];
    expect(answers.map(({ taskDefinition }) => taskDefinition.revision)).to.deep.equal([1, 2]);
  });

  it('answers the revision with launch types, author and time', async () => {
    const fixture = new EcsFixture();
    const { taskDefinition } = await fixture.register({ tags: [{ key: 'a', value: 'b' }] });
    expect(taskDefinition).to.deep.include({
      taskDefinitionArn: arn('nf-ubuntu:1'),
      family: 'nf-ubuntu',
      status: 'ACTIVE',
      compatibilities: ['EXTERNAL', 'EC2', 'MANAGED_INSTANCES'],
      registeredAt: fixture.clock.now() / 1000,
      registeredBy: 'arn:aws:iam::123456789012:root',
    });
    expect(taskDefinition).not.to.have.any.keys('tags', 'deregisteredAt', 'deleteRequestedAt');
  });

  it('refuses with one error that lists every problem', async () => {
    const answer = await new EcsFixture().register({ networkMode: 'bridge', cpu: '1' });
    expect(answer).to.include({ __type: 'ClientException', status: 400 });
    expect(answer.message).to.match(
      /^Invalid task definition: Invalid 'cpu' setting .*; networkMode 'bridge'/,
    );
  });

  it('refuses for one problem in AWS’s words alone [1a.8]', async () => {
    const answer = await new EcsFixture().register({ cpu: '1' });
    expect(answer.message).to.match(/^Invalid 'cpu' setting for task/);
  });

  it('refuses a list of no tags, and fifty-one of them [1d.1]', async () => {
    const fixture = new EcsFixture();
    expect((await fixture.register({ tags: [] })).message).to.equal('Tags can not be empty.');
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }));
    expect((await fixture.register({ tags })).message).to.match(/51 tags: at most 50/);
    expect((await fixture.register()).taskDefinition.revision).to.equal(1);
  });
});

describe(`${definitionOperations.name}: DescribeTaskDefinition and DeregisterTaskDefinition`, () => {
  const describeIt = (fixture: EcsFixture, taskDefinition: string, include: string[] = []): Promise<Answer> =>
    fixture.call('DescribeTaskDefinition', { taskDefinition, include });

  it('takes family, revision and ARN [3a.14]', async () => {
    const fixture = new EcsFixture();
    await fixture.register();
    await deregistered(fixture);
    for (const [reference, revision] of [
      ['nf-ubuntu', 1],
      ['nf-ubuntu:2', 2],
      [arn('nf-ubuntu:1'), 1],
      [arn('nf-ubuntu'), 1],
    ] as const) {
      expect((await describeIt(fixture, reference)).taskDefinition, reference).to.include({ revision });
    }
  });

  it('tells tags only when asked', async () => {
    const fixture = new EcsFixture();
    const tags = [{ key: 'a', value: 'b' }];
    await fixture.register({ tags });
    expect(await describeIt(fixture, 'nf-ubuntu')).not.to.have.property('tags');
    expect(await describeIt(fixture, 'nf-ubuntu', ['TAGS'])).to.deep.include({ tags });
  });

  it('answers what can be registered again', async () => {
    const fixture = new EcsFixture();
    await fixture.register({ memory: '1 GB', volumes: [{ name: 'v' }] });
    const { taskDefinition } = await describeIt(fixture, 'nf-ubuntu');
    const again = await fixture.call('RegisterTaskDefinition', taskDefinition);
    expect(again.taskDefinition).to.deep.equal({
      ...taskDefinition,
      revision: 2,
      taskDefinitionArn: arn('nf-ubuntu:2'),
    });
  });

  for (const reference of ['nope', 'nope:1', 'nf-ubuntu:2', 'nf-ubuntu:x', 'nf-ubuntu:1:1', '']) {
    it(`cannot describe '${reference}'`, async () => {
      const fixture = new EcsFixture();
      await fixture.register();
      const answer = await describeIt(fixture, reference);
      expect(answer).to.include({
        __type: 'ClientException',
        message: 'Unable to describe task definition.',
      });
    });
  }

  it('makes a revision INACTIVE, which stays describable [1d.5]', async () => {
    const fixture = new EcsFixture();
    await deregistered(fixture);
    const { taskDefinition } = await describeIt(fixture, 'nf-ubuntu:1');
    expect(taskDefinition).to.include({ status: 'INACTIVE', deregisteredAt: fixture.clock.now() / 1000 });
  });

  it('refuses to deregister a family without a revision, and what there is not', async () => {
    const fixture = new EcsFixture();
    await fixture.register();
    const call = (taskDefinition: string): Promise<Answer> =>
      fixture.call('DeregisterTaskDefinition', { taskDefinition });
    expect((await call('nf-ubuntu')).message).to.match(/names no revision/);
    expect((await call('nf-ubuntu:2')).message).to.equal('The specified task definition does not exist.');
  });
});

describe(`${definitionOperations.name}: DeleteTaskDefinitions`, () => {
  it('begins the deletion of an INACTIVE revision, which is gone later [1d.6]', async () => {
    const fixture = new EcsFixture();
    const reference = await deregistered(fixture);
    const answer = await remove(fixture, reference);
    expect(answer.failures).to.deep.equal([]);
    expect(answer.taskDefinitions[0]).to.include({
      taskDefinitionArn: reference,
      status: 'DELETE_IN_PROGRESS',
      deleteRequestedAt: fixture.clock.now() / 1000,
    });
    await fixture.clock.advance(60_000);
    const gone = await fixture.call('DescribeTaskDefinition', { taskDefinition: reference });
    expect(gone.message).to.equal('Unable to describe task definition.');
  });

  it('tells a failure for each that cannot be deleted, and deletes the others [1d.6]', async () => {
    const fixture = new EcsFixture();
    await fixture.register();
    await deregistered(fixture);
    const answer = await remove(fixture, 'nf-ubuntu:1', 'nf-ubuntu:2', 'nf-ubuntu:3', 'nf-ubuntu');
    expect(answer.taskDefinitions).to.have.length(1);
    expect(answer.failures.map(({ arn: failed }) => failed)).to.deep.equal([
      arn('nf-ubuntu:1'),
      'nf-ubuntu:3',
      'nf-ubuntu',
    ]);
    expect(answer.failures[0]?.['reason']).to.match(/still in ACTIVE status/);
    expect(answer.failures[1]?.['reason']).to.match(/does not exist/);
    expect(answer.failures[2]?.['reason']).to.match(/with its revision/);
  });

  it('keeps a revision while a task of it lives [1d.6]', async () => {
    const fixture = new EcsFixture();
    await fixture.launch();
    await fixture.call('DeregisterTaskDefinition', { taskDefinition: 'nf-ubuntu:1' });
    await remove(fixture, 'nf-ubuntu:1');
    await fixture.clock.advance(120_000);
    const { taskDefinition } = await fixture.call('DescribeTaskDefinition', {
      taskDefinition: 'nf-ubuntu:1',
    });
    expect(taskDefinition).to.include({ status: 'DELETE_IN_PROGRESS' });
    await fixture.ecs.close();
  });

  it('takes one to ten [1d.6]', async () => {
    const fixture = new EcsFixture();
    for (const count of [0, 11]) {
      const answer = await remove(fixture, ...Array.from({ length: count }, () => 'f:1'));
      expect(answer.__type).to.equal('InvalidParameterException');
      expect(answer.message).to.include(`has ${count} entries: 1 to 10`);
    }
  });
});
