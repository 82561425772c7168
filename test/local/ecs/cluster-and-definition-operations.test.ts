import { expect } from 'chai';
import { providerOperations } from '../../../local/ecs/cluster/provider-operations.js';
import { clusterOperations } from '../../../local/ecs/cluster/cluster-operations.js';
import { cluster, EcsFixture, provider, region } from './ecs-fixture.js';

describe(providerOperations.name, () => {
  it('shows Managed Instances providers only with their cluster, ten a page', async () => {
    const fixture = new EcsFixture();
    for (let index = 10; index < 21; index++)
      fixture.ecs.createProvider(region, cluster, `p${index}`, provider());
    const names = ({ capacityProviders }: { capacityProviders: readonly { name: string }[] }): string[] =>
      capacityProviders.map(({ name }) => name);
    const first = await fixture.call('DescribeCapacityProviders', { cluster });
    expect(names(first)).to.have.length(10);
    const second = await fixture.call('DescribeCapacityProviders', { cluster, nextToken: first.nextToken });
    expect(names(second)).to.deep.equal(['p19', 'p20']);
    expect(second).not.to.have.property('nextToken');
    expect(names(await fixture.call('DescribeCapacityProviders'))).to.deep.equal(['FARGATE', 'FARGATE_SPOT']);
    const tooMany = await fixture.call('DescribeCapacityProviders', { cluster, maxResults: 11 });
    expect(tooMany.message).to.match(/1 to 10/);
  });

  it('answers unknown names as failures', async () => {
    const fixture = new EcsFixture();
    const answer = await fixture.call('DescribeCapacityProviders', {
      cluster,
      capacityProviders: ['MANAGED_INSTANCES', 'nope'],
    });
    expect(answer.capacityProviders).to.have.length(1);
    expect(answer.failures).to.deep.equal([
      { arn: 'arn:aws:ecs:us-east-1:123456789012:capacity-provider/nope', reason: 'MISSING' },
    ]);
  });

  it('refuses a provider with every problem at once', async () => {
    const fixture = new EcsFixture();
    const answer = await fixture.call('CreateCapacityProvider', {
      cluster,
      name: 'aws-mine',
      managedInstancesProvider: {
        instanceLaunchTemplate: {
          networkConfiguration: { subnets: ['subnet-a', 'subnet-x', 'subnet-q'] },
          storageConfiguration: { storageSizeGiB: 29 },
          capacityOptionType: 'CHEAP',
          instanceRequirements: { vCpuCount: { max: 4 } },
        },
        infrastructureOptimization: { scaleInAfter: 3601 },
      },
    });
    expect(answer.__type).to.equal('ClientException');
    for (const problem of [
      'may not begin with aws',
      'infrastructureRoleArn is missing',
      'ec2InstanceProfileArn is missing',
      "'CHEAP' is unknown",
      'storageSizeGiB 29',
      'vCpuCount.min is missing',
      'memoryMiB.min is missing',
      'no subnet subnet-q',
      'not all of one VPC',
      'scaleInAfter 3601',
    ]) {
      expect(answer.message).to.include(problem);
    }
  });

  it('tells the cluster of a new provider', async () => {
    const input = { name: 'new', cluster, managedInstancesProvider: provider() };
    const { capacityProvider } = await new EcsFixture().call('CreateCapacityProvider', input);
    expect(capacityProvider).to.include({ name: 'new', cluster, status: 'PROVISIONING' });
  });

  it('refuses empty roles, bounds the wrong way round, and types both allowed and excluded', async () => {
    const given = provider({
      vCpuCount: { min: 8, max: 4 },
      memoryMiB: { min: 1, max: 1 },
      allowedInstanceTypes: ['m5.*'],
      excludedInstanceTypes: ['t3.*'],
    });
    const template = { ...given.instanceLaunchTemplate, ec2InstanceProfileArn: '' };
    const managedInstancesProvider = { infrastructureRoleArn: '', instanceLaunchTemplate: template };
    const input = { name: 'new', cluster, managedInstancesProvider };
    const { message } = await new EcsFixture().call('CreateCapacityProvider', input);
    for (const problem of [
      'infrastructureRoleArn is missing',
      'ec2InstanceProfileArn is missing',
      'vCpuCount: min 8 is above max 4',
      'allowedInstanceTypes and excludedInstanceTypes cannot be given together',
    ]) {
      expect(message).to.include(problem);
    }
    expect(message).to.not.include('memoryMiB');
  });

  it('refuses a second provider of one name and a twenty-first', () => {
    const fixture = new EcsFixture();
    expect(() => fixture.ecs.createProvider(region, cluster, 'MANAGED_INSTANCES', provider())).to.throw(
      /exists already/,
    );
    for (let index = 1; index < 20; index++)
      fixture.ecs.createProvider(region, cluster, `p${index}`, provider());
    expect(() => fixture.ecs.createProvider(region, cluster, 'p20', provider())).to.throw(
      /20 capacity providers/,
    );
  });
});

describe(clusterOperations.name, () => {
  it('sets the default strategy from the cluster’s own providers only', async () => {
    const fixture = new EcsFixture();
    fixture.ecs.createCluster(region, 'two');
    const foreign = await fixture.call('PutClusterCapacityProviders', {
      cluster: 'two',
      capacityProviders: ['MANAGED_INSTANCES'],
      defaultCapacityProviderStrategy: [],
    });
    expect(foreign.message).to.match(
      /^Cannot associate Managed Instances capacity provider to clusters using this API/,
    );
    const unknown = await fixture.call('PutClusterCapacityProviders', {
      cluster,
      capacityProviders: [],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'nope', weight: 1 }],
    });
    expect(unknown.message).to.match(
      /'nope' was not found\. Cluster nextflow-cluster has: MANAGED_INSTANCES/,
    );
    await fixture.call('PutClusterCapacityProviders', {
      cluster,
      capacityProviders: ['MANAGED_INSTANCES'],
      defaultCapacityProviderStrategy: [],
    });
    await fixture.register();
    expect((await fixture.run()).message).to.match(/No Container Instances/);
  });

  it('associates and dissociates no provider when it sets a strategy', async () => {
    const fixture = new EcsFixture();
    const answer = await fixture.call('PutClusterCapacityProviders', {
      cluster,
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
    });
    expect(answer.cluster.capacityProviders).to.deep.equal(['MANAGED_INSTANCES']);
  });

  for (const operation of [
    'DescribeClusters',
    'DescribeCapacityProviders',
    'DescribeTaskDefinition',
    'DescribeTasks',
  ]) {
    it(`${operation} refuses to include what it does not have`, async () => {
      const fixture = new EcsFixture();
      await fixture.register();
      const input = { taskDefinition: 'nf-ubuntu', tasks: ['x'], include: ['TAGS', 'TAG'] };
      const about =
        operation === 'DescribeClusters' || operation === 'DescribeTaskDefinition' ? {} : { cluster };
      const answer = await fixture.call(operation, { ...input, ...about });
      expect(answer.__type).to.equal('InvalidParameterException');
      expect(answer.message).to.match(/^include 'TAG' must be .*TAGS$/);
    });
  }

  it('counts running and pending tasks', async () => {
    const fixture = new EcsFixture();
    await fixture.launch();
    await fixture.clock.advance(41_000);
    await fixture.run();
    const { clusters } = await fixture.call('DescribeClusters', { clusters: [cluster] });
    expect(clusters[0]).to.include({ runningTasksCount: 1, pendingTasksCount: 1 });
    await fixture.ecs.close();
  });

  it('lists clusters in pages', async () => {
    const fixture = new EcsFixture();
    fixture.ecs.createCluster(region, 'another');
    const first = await fixture.call('ListClusters', { maxResults: 1 });
    expect(first.clusterArns).to.deep.equal(['arn:aws:ecs:us-east-1:123456789012:cluster/another']);
    const second = await fixture.call('ListClusters', { maxResults: 1, nextToken: first.nextToken });
    expect(second.clusterArns).to.deep.equal([`arn:aws:ecs:us-east-1:123456789012:cluster/${cluster}`]);
    expect(second).not.to.have.property('nextToken');
  });

  it('keeps regions apart', () => {
    const fixture = new EcsFixture();
    expect(() => fixture.ecs.createProvider('eu-west-1', cluster, 'p', provider())).to.throw(
      'Cluster not found.',
    );
  });

  it('refuses a name AWS does not allow', async () => {
    const fixture = new EcsFixture();
    expect((await fixture.call('CreateCluster', { clusterName: 'a b' })).message).to.match(/'a b'/);
  });
});
