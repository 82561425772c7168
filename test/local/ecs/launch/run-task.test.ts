import { expect } from 'chai';
import { runTask } from '../../../../local/ecs/launch/run-task.js';
import { cluster, container, EcsFixture, provider, region } from '../ecs-fixture.js';

const hour = 3_600_000;
const firstArn = (answer: { tasks: readonly { taskArn: string }[] }): string | undefined =>
  answer.tasks[0]?.taskArn;

describe(runTask.name, () => {
  let fixture: EcsFixture;
  beforeEach(async () => {
    fixture = new EcsFixture();
    await fixture.register();
  });
  afterEach(() => fixture.ecs.close());

  it('answers a task of the cluster with AWS names', async () => {
    const { tasks, failures } = await fixture.run({ startedBy: 'nf-1', tags: [{ key: 'k', value: 'v' }] });
    expect(failures).to.deep.equal([]);
    expect(tasks).to.have.length(1);
    expect(tasks[0]?.taskArn).to.match(
      /^arn:aws:ecs:us-east-1:123456789012:task\/nextflow-cluster\/[0-9a-f]{32}$/,
    );
    expect(tasks[0]).to.include({ lastStatus: 'PROVISIONING', desiredStatus: 'RUNNING', startedBy: 'nf-1' });
    expect(tasks[0]?.tags).to.deep.equal([{ key: 'k', value: 'v' }]);
  });

  it('honours and echoes overrides of cpu and memory [9.1]', async () => {
    const { tasks } = await fixture.run({ overrides: { cpu: '2 vCPU', memory: '4096' } });
    expect(tasks[0]).to.include({ cpu: '2048', memory: '4096' });
  });

  it('takes the cluster by ARN and refuses an unknown one or one of another region [3a.29]', async () => {
    const arn = `arn:aws:ecs:${region}:123456789012:cluster/${cluster}`;
    expect((await fixture.run({ cluster: arn })).tasks).to.have.length(1);
    expect(await fixture.run({ cluster: 'other' })).to.include({
      __type: 'ClusterNotFoundException',
      status: 400,
    });
    const foreign = await fixture.run({ cluster: arn.replace(region, 'eu-west-1') });
    expect(foreign.__type).to.equal('InvalidParameterException');
  });

  it('refuses an unknown definition and one not for Managed Instances [3a.14] [3a.28]', async () => {
    expect(await fixture.run({ taskDefinition: 'nope' })).to.include({
      __type: 'ClientException',
      message: 'TaskDefinition not found.',
    });
    await fixture.register({ requiresCompatibilities: ['EC2'], family: 'classic' });
    expect((await fixture.run({ taskDefinition: 'classic' })).message).to.match(
      /launch_type MANAGED_INSTANCES/,
    );
  });

  it('runs an inactive revision for ten minutes more, and never as the latest of its family [1d.5]', async () => {
    await fixture.call('DeregisterTaskDefinition', { taskDefinition: 'nf-ubuntu:1' });
    expect((await fixture.run({ taskDefinition: 'nf-ubuntu:1' })).tasks).to.have.length(1);
    expect((await fixture.run({ taskDefinition: 'nf-ubuntu' })).message).to.equal(
      'TaskDefinition not found.',
    );
    await fixture.clock.advance(600_000 - 1);
    expect((await fixture.run({ taskDefinition: 'nf-ubuntu:1' })).tasks).to.have.length(1);
    await fixture.clock.advance(1);
    const inactive = await fixture.run({ taskDefinition: 'nf-ubuntu:1' });
    expect(inactive).to.include({ __type: 'ClientException', message: 'TaskDefinition is inactive' });
  });

  it('takes a family for its latest active revision, and a revision or an ARN as it is [3a.14]', async () => {
    const second = (await fixture.register()).taskDefinition.taskDefinitionArn;
    const used = async (taskDefinition: string): Promise<unknown> =>
      (await fixture.run({ taskDefinition })).tasks[0]?.['taskDefinitionArn'];
    expect(await used('nf-ubuntu')).to.equal(second);
    expect(await used('nf-ubuntu:1')).to.equal(second.replace(/:2$/, ':1'));
    expect(await used(second)).to.equal(second);
  });

  it('refuses a launch type, with or without a strategy [2c.1]', async () => {
    const both = await fixture.run({
      launchType: 'EC2',
      capacityProviderStrategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }],
    });
    expect(both).to.include({ __type: 'InvalidParameterException' });
    expect(both.message).to.match(/but not both/);
    expect((await fixture.run({ launchType: 'FARGATE' })).message).to.match(
      /does not support launch_type FARGATE/,
    );
    expect((await fixture.run({ launchType: 'MANAGED_INSTANCES' })).message).to.match(
      /use capacityProviderStrategy/,
    );
  });

  it('refuses an unknown provider, and no provider at all [2c.2]', async () => {
    const unknown = await fixture.run({
      capacityProviderStrategy: [{ capacityProvider: 'nope', weight: 1 }],
    });
    expect(unknown.message).to.match(/'nope' was not found/);
    fixture.ecs.createCluster(region, 'bare');
    const bare = await fixture.run({ cluster: 'bare' });
    expect(bare.message).to.equal('No Container Instances were found in your cluster.');
  });

  it('uses a new provider only when it is ACTIVE', async () => {
    const created = await fixture.call('CreateCapacityProvider', {
      cluster,
      name: 'slow',
      managedInstancesProvider: provider(),
    });
    expect(created.status).to.equal(200);
    const strategy = { capacityProviderStrategy: [{ capacityProvider: 'slow', weight: 1 }] };
    expect((await fixture.run(strategy)).message).to.match(/'slow' is not in an ACTIVE state/);
    await fixture.clock.advance(5000);
    expect((await fixture.run(strategy)).tasks[0]).to.include({ capacityProviderName: 'slow' });
  });

  it('answers what no instance can hold as failures, with status 200 [3a.19]', async () => {
    fixture.capacity.unfit = ({ needs }) => (needs.cpu > 4096 ? 'RESOURCE:CPU' : undefined);
    const answer = await fixture.run({ count: 2, overrides: { cpu: '8192', memory: '1024' } });
    expect(answer).to.include({ status: 200 });
    expect(answer.tasks).to.deep.equal([]);
    expect(answer.failures).to.deep.equal(
      [1, 2].map(() => ({
        arn: `arn:aws:ecs:${region}:123456789012:capacity-provider/MANAGED_INSTANCES`,
        reason: 'RESOURCE:CPU',
      })),
    );
    expect(fixture.capacity.claims).to.deep.equal([]);
  });

  it('adds the tags of the definition and of ECS where asked to [3a.11] [3a.12]', async () => {
    await fixture.register({
      family: 'tagged',
      tags: [
        { key: 'a', value: 'def' },
        { key: 'b', value: 'def' },
      ],
    });
    const { tasks } = await fixture.run({
      taskDefinition: 'tagged',
      tags: [{ key: 'a', value: 'own' }],
      propagateTags: 'TASK_DEFINITION',
      enableECSManagedTags: true,
    });
    expect(tasks[0]?.tags).to.deep.equal([
      { key: 'a', value: 'own' },
      { key: 'b', value: 'def' },
      { key: 'aws:ecs:clusterName', value: cluster },
    ]);
  });

  it('puts an awsvpc task into one of its subnets [2c.7] [2c.8] [3a.16]', async () => {
    await fixture.register({ family: 'vpc', networkMode: 'awsvpc', containerDefinitions: [container()] });
    const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-b'], securityGroups: ['sg-1'] } };
    const { tasks } = await fixture.run({ taskDefinition: 'vpc', networkConfiguration });
    expect(tasks[0]).not.to.have.property('availabilityZone');
    await fixture.clock.advance(30_000);
    const placed = await fixture.describe(tasks[0]?.taskArn ?? '');
    expect(placed).to.include({ availabilityZone: 'us-east-1b' });
    const open = { awsvpcConfiguration: { subnets: ['subnet-b'], assignPublicIp: 'ENABLED' } };
    expect(await fixture.run({ taskDefinition: 'vpc', networkConfiguration: open })).to.include({
      __type: 'InvalidParameterException',
    });
  });

  it('tells the launch type, the provider and a group of the family, and starts as many as are counted [2c.6] [3a.1] [3a.8]', async () => {
    const { tasks } = await fixture.run({ count: 10 });
    expect(tasks).to.have.length(10);
    expect(new Set(tasks.map(({ taskArn }) => taskArn)).size).to.equal(10);
    expect(tasks[9]).to.include({
      launchType: 'MANAGED_INSTANCES',
      capacityProviderName: 'MANAGED_INSTANCES',
      group: 'family:nf-ubuntu',
    });
    expect((await fixture.run({ group: 'mine' })).tasks[0]).to.include({ group: 'mine' });
  });

  it('takes constraints, network, tags, group, startedBy and strategy at the top of the call [9.9]', async () => {
    await fixture.register({ family: 'vpc', networkMode: 'awsvpc', containerDefinitions: [container()] });
    fixture.ecs.createProvider(region, cluster, 'spot', provider());
    const placementConstraints = [{ type: 'memberOf', expression: 'attribute:ecs.instance-type =~ g5.*' }];
    const { tasks } = await fixture.run({
      taskDefinition: 'vpc',
      placementConstraints,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-b'], securityGroups: ['sg-1'] } },
      tags: [{ key: 'k', value: 'v' }],
      group: 'mine',
      startedBy: 'nf-1',
      capacityProviderStrategy: [{ capacityProvider: 'spot', weight: 1 }],
    });
    expect(tasks[0]).to.deep.include({ group: 'mine', startedBy: 'nf-1', capacityProviderName: 'spot' });
    expect(tasks[0]?.tags).to.deep.equal([{ key: 'k', value: 'v' }]);
    const { wanted } = fixture.capacity.last;
    expect(wanted).to.deep.include({
      group: 'mine',
      constraints: placementConstraints,
      zones: ['us-east-1b'],
    });
    expect(wanted.provider.name).to.equal('spot');
  });

  it('accepts ECS Exec where there is a task role, and says that no agent runs [3a.18]', async () => {
    expect((await fixture.run({ enableExecuteCommand: true })).message).to.match(/needs a taskRoleArn/);
    const overrides = { taskRoleArn: 'arn:aws:iam::123456789012:role/task' };
    const { tasks } = await fixture.run({ enableExecuteCommand: true, overrides });
    expect(tasks[0]).to.include({ enableExecuteCommand: true });
    expect(tasks[0]?.containers[0]?.['managedAgents']).to.have.nested.property(
      '[0].name',
      'ExecuteCommandAgent',
    );
    const exec = await fixture.call('ExecuteCommand', { cluster, task: 'x', command: 'sh' });
    expect(exec.message).to.match(
      /ExecuteCommand: AWS has this operation, the local cloud does not serve it/,
    );
    expect((await fixture.run()).tasks[0]?.containers[0]).not.to.have.property('managedAgents');
  });

  it('looks at constraints of the call before it launches [1b.1] [1b.2]', async () => {
    const mine = { type: 'memberOf', expression: 'attribute:ecs.size == 1' };
    const answer = await fixture.run({ placementConstraints: [mine] });
    expect(answer).to.include({ __type: 'InvalidParameterException' });
    expect(answer.message).to.match(/ecs\.size/);
    expect(fixture.capacity.claims).to.deep.equal([]);
  });

  it('asks the provider each task is to go to, by base and weight [2c.3] [2c.5]', async () => {
    fixture.ecs.createProvider(region, cluster, 'spot', provider());
    const { tasks } = await fixture.run({
      count: 10,
      capacityProviderStrategy: [
        { capacityProvider: 'MANAGED_INSTANCES', weight: 0, base: 3 },
        { capacityProvider: 'spot', weight: 1 },
      ],
    });
    expect(tasks.map((task) => task['capacityProviderName'])).to.deep.equal([
      ...Array.from({ length: 3 }, () => 'MANAGED_INSTANCES'),
      ...Array.from({ length: 7 }, () => 'spot'),
    ]);
    expect(fixture.capacity.claims.map(({ wanted }) => wanted.provider.name)[9]).to.equal('spot');
  });

  describe('with a client token', () => {
    it('answers the same request with the same task, whatever the order of its members [3a.3]', async () => {
      const first = await fixture.run({ clientToken: 't', startedBy: 'x', count: 2 });
      const again = await fixture.call('RunTask', {
        count: 2,
        startedBy: 'x',
        clientToken: 't',
        taskDefinition: 'nf-ubuntu',
        cluster,
      });
      expect(again.tasks.map(({ taskArn }) => taskArn)).to.deep.equal(
        first.tasks.map(({ taskArn }) => taskArn),
      );
    });

    it('answers another request with a conflict that names the tasks [3a.3] [3a.30]', async () => {
      const first = await fixture.run({ clientToken: 't' });
      const other = await fixture.run({ clientToken: 't', startedBy: 'x' });
      expect(other).to.include({ __type: 'ConflictException', status: 400 });
      expect(other.resourceIds).to.deep.equal([firstArn(first)]);
    });

    it('keeps tokens of different clusters apart [3a.3]', async () => {
      fixture.ecs.createCluster(region, 'two');
      fixture.ecs.createProvider(region, 'two', 'MI', provider());
      fixture.ecs.setDefaultStrategy(region, 'two', [{ capacityProvider: 'MI', weight: 1 }]);
      const first = await fixture.run({ clientToken: 't' });
      expect(firstArn(await fixture.run({ clientToken: 't', cluster: 'two' }))).not.to.equal(firstArn(first));
    });

    it('tells only ARN and states of a task that has stopped, and forgets it an hour later [3a.4]', async () => {
      const first = await fixture.run({ clientToken: 't' });
      await fixture.clock.advance(41_000);
      fixture.runtime.last.end({ exitCode: 0 });
      await fixture.clock.advance(10_000);
      const replayed = await fixture.run({ clientToken: 't' });
      expect(replayed.tasks).to.deep.equal([
        { taskArn: firstArn(first), lastStatus: 'STOPPED', desiredStatus: 'STOPPED' },
      ]);
      await fixture.clock.advance(hour);
      const later = await fixture.run({ clientToken: 't' });
      expect(firstArn(later)).not.to.equal(firstArn(first));
      expect(later.tasks).to.have.length(1);
    });

    it('forgets a token after a day, even while its task runs [3a.3]', async () => {
      const first = await fixture.run({ clientToken: 't' });
      await fixture.clock.advance(24 * hour - 1);
      expect(firstArn(await fixture.run({ clientToken: 't' }))).to.equal(firstArn(first));
      await fixture.clock.advance(1);
      expect(firstArn(await fixture.run({ clientToken: 't' }))).not.to.equal(firstArn(first));
    });

    it('tells failures for an hour, and then only how many they were [3a.4]', async () => {
      let full = 0;
      fixture.capacity.unfit = () => (full++ < 2 ? undefined : 'RESOURCE:CPU');
      const first = await fixture.run({ clientToken: 't', count: 4 });
      expect([first.tasks.length, first.failures.length]).to.deep.equal([2, 2]);
      await fixture.clock.advance(hour - 1);
      expect((await fixture.run({ clientToken: 't', count: 4 })).failures).to.deep.equal(first.failures);
      await fixture.clock.advance(1);
      const later = await fixture.run({ clientToken: 't', count: 4 });
      expect(later.failures).to.deep.equal([{}, {}]);
      expect(later.tasks).to.have.length(2);
    });

    it('does not bind a token to a refused request', async () => {
      await fixture.run({ clientToken: 't', taskDefinition: 'nope' });
      expect((await fixture.run({ clientToken: 't' })).tasks).to.have.length(1);
    });

    it('starts one task where the same request comes twice at once [3a.27]', async () => {
      const answers = await Promise.all([
        fixture.run({ clientToken: 't' }),
        fixture.run({ clientToken: 't' }),
      ]);
      expect(new Set(answers.map(firstArn)).size).to.equal(1);
    });
  });
});
