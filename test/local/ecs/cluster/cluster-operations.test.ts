import { expect } from 'chai';
import { clusterOperations } from '../../../../local/ecs/cluster/cluster-operations.js';
import { cluster, EcsFixture, provider, region } from '../ecs-fixture.js';

const arn = (name: string): string => `arn:aws:ecs:us-east-1:123456789012:cluster/${name}`;

describe(clusterOperations.name, () => {
  it('creates a cluster with settings, configuration, tags and AWS’s own providers [2a.3]', async () => {
    const fixture = new EcsFixture();
    const configuration = {
      executeCommandConfiguration: { logging: 'NONE', kmsKeyId: 'k' },
      managedStorageConfiguration: { kmsKeyId: 's' },
    };
    const answer = await fixture.call('CreateCluster', {
      clusterName: 'new',
      settings: [{ name: 'containerInsights', value: 'enhanced' }],
      configuration,
      tags: [{ key: 'team', value: 'a' }],
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }],
    });
    expect(answer.cluster).to.deep.include({
      clusterArn: arn('new'),
      clusterName: 'new',
      status: 'ACTIVE',
      registeredContainerInstancesCount: 0,
      runningTasksCount: 0,
      pendingTasksCount: 0,
      activeServicesCount: 0,
      settings: [{ name: 'containerInsights', value: 'enhanced' }],
      configuration,
      tags: [{ key: 'team', value: 'a' }],
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 2, base: 0 }],
    });
  });

  it('names a cluster default where no name is given, and turns Container Insights off', async () => {
    const { cluster: made } = await new EcsFixture().call('CreateCluster');
    expect(made).to.deep.include({
      clusterName: 'default',
      settings: [{ name: 'containerInsights', value: 'disabled' }],
    });
  });

  it('answers an existing cluster that is as asked for, and its provider with it: the quickstart’s own call [CLU-1]', async () => {
    const answer = await new EcsFixture().call('CreateCluster', {
      clusterName: cluster,
      capacityProviders: ['MANAGED_INSTANCES'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }],
    });
    expect(answer.cluster).to.deep.include({
      clusterArn: arn(cluster),
      capacityProviders: ['MANAGED_INSTANCES'],
    });
  });

  it('refuses the quickstart’s call for a new cluster: its provider cannot be there before it [2a.3]', async () => {
    const fixture = new EcsFixture();
    const answer = await fixture.call('CreateCluster', {
      clusterName: 'new',
      capacityProviders: ['MANAGED_INSTANCES'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }],
    });
    expect(answer.__type).to.equal('InvalidParameterException');
    expect(answer.message).to.match(/'MANAGED_INSTANCES' was not found\. Create the cluster first/);
    expect((await fixture.call('DescribeClusters', { clusters: ['new'] })).failures).to.have.length(1);
  });

  const others: readonly { readonly what: string; readonly input: object }[] = [
    { what: 'providers', input: { capacityProviders: ['FARGATE'] } },
    { what: 'strategy', input: { defaultCapacityProviderStrategy: [] } },
    { what: 'settings', input: { settings: [{ name: 'containerInsights', value: 'enabled' }] } },
    { what: 'configuration', input: { configuration: { managedStorageConfiguration: { kmsKeyId: 'k' } } } },
    { what: 'tags', input: { tags: [{ key: 'k', value: 'v' }] } },
  ];
  for (const { what, input } of others) {
    it(`refuses to create an existing cluster with other ${what} [CLU-1]`, async () => {
      const answer = await new EcsFixture().call('CreateCluster', { clusterName: cluster, ...input });
      expect(answer).to.include({
        __type: 'InvalidParameterException',
        message:
          'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
      });
    });
  }

  const wrong: readonly { readonly input: object; readonly message: RegExp }[] = [
    { input: { clusterName: 'a b' }, message: /'a b' must be 1 to 255/ },
    { input: { clusterName: 'x'.repeat(256) }, message: /must be 1 to 255/ },
    { input: { settings: [{ name: 'x', value: 'y' }] }, message: /'x' is not containerInsights; value 'y'/ },
    {
      input: { configuration: { executeCommandConfiguration: { logging: 'OVERRIDE' } } },
      message: /OVERRIDE needs a logConfiguration/,
    },
    {
      input: { configuration: { executeCommandConfiguration: { logging: 'ALL' } } },
      message: /'ALL' must be NONE, DEFAULT or OVERRIDE/,
    },
    {
      input: { serviceConnectDefaults: { namespace: 'n' } },
      message: /^serviceConnectDefaults: .*leave it out/,
    },
    {
      input: { defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
      message: /'FARGATE' is in the default strategy but not in capacityProviders/,
    },
    { input: { tags: [{ key: 'aws:x', value: '' }] }, message: /begins with aws:/ },
  ];
  for (const { input, message } of wrong) {
    it(`refuses ${JSON.stringify(input).slice(0, 90)}`, async () => {
      const answer = await new EcsFixture().call('CreateCluster', { clusterName: 'new', ...input });
      expect(answer.__type).to.equal('InvalidParameterException');
      expect(answer.message).to.match(message);
    });
  }

  it('has at most 10,000 clusters in a region [5.13]', async () => {
    const fixture = new EcsFixture();
    for (let index = 1; index < 10_000; index++) fixture.ecs.createCluster(region, `c${index}`);
    const answer = await fixture.call('CreateCluster', { clusterName: 'one-more' });
    expect(answer.__type).to.equal('ClientException');
    expect(answer.message).to.match(/10000 clusters, the most allowed/);
    expect((await fixture.call('CreateCluster', { clusterName: 'c1' })).status).to.equal(200);
  });

  it('describes only what is included, and the rest as empty [2b.3]', async () => {
    const fixture = new EcsFixture();
    await fixture.call('TagResource', { resourceArn: arn(cluster), tags: [{ key: 'k', value: 'v' }] });
    await fixture.call('UpdateCluster', {
      cluster,
      configuration: { managedStorageConfiguration: { kmsKeyId: 'k' } },
    });
    const [plain] = (await fixture.call('DescribeClusters', { clusters: [cluster] })).clusters;
    expect(plain).to.deep.include({
      status: 'ACTIVE',
      statistics: [],
      tags: [],
      settings: [],
      capacityProviders: ['MANAGED_INSTANCES'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1, base: 0 }],
    });
    for (const absent of ['configuration', 'attachments', 'attachmentsStatus']) {
      expect(plain).not.to.have.property(absent);
    }
    const include = ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'];
    const [full] = (await fixture.call('DescribeClusters', { clusters: [cluster], include })).clusters;
    expect(full).to.deep.include({
      tags: [{ key: 'k', value: 'v' }],
      settings: [{ name: 'containerInsights', value: 'disabled' }],
      configuration: { managedStorageConfiguration: { kmsKeyId: 'k' } },
      attachments: [],
      attachmentsStatus: 'UPDATE_COMPLETE',
    });
    expect(full?.['statistics']).to.deep.include({ name: 'runningManagedInstancesTasksCount', value: '0' });
  });

  it('tells by its attachments that a provider is on its way', async () => {
    const fixture = new EcsFixture();
    const describe = async (): Promise<unknown> =>
      (await fixture.call('DescribeClusters', { clusters: [cluster], include: ['ATTACHMENTS'] }))
        .clusters[0]?.['attachmentsStatus'];
    await fixture.call('CreateCapacityProvider', {
      name: 'p',
      cluster,
      managedInstancesProvider: provider(),
    });
    expect(await describe()).to.equal('UPDATE_IN_PROGRESS');
    await fixture.clock.advance(5000);
    expect(await describe()).to.equal('UPDATE_COMPLETE');
  });

  it('counts tasks and instances', async () => {
    const instances = (_region: string, name: string): number => (name === cluster ? 3 : 0);
    const fixture = new EcsFixture();
    fixture.fleets.count = instances;
    await fixture.launch();
    await fixture.clock.advance(41_000);
    await fixture.run();
    const { clusters } = await fixture.call('DescribeClusters', {
      clusters: [cluster],
      include: ['STATISTICS'],
    });
    expect(clusters[0]).to.include({
      runningTasksCount: 1,
      pendingTasksCount: 1,
      registeredContainerInstancesCount: 3,
    });
    expect(clusters[0]?.['statistics']).to.deep.include({
      name: 'pendingManagedInstancesTasksCount',
      value: '1',
    });
    await fixture.ecs.close();
  });

  it('describes the cluster named default unless told otherwise, and at most a hundred', async () => {
    const fixture = new EcsFixture();
    expect((await fixture.call('DescribeClusters')).failures).to.deep.equal([
      { arn: arn('default'), reason: 'MISSING' },
    ]);
    const tooMany = await fixture.call('DescribeClusters', { clusters: Array<string>(101).fill(cluster) });
    expect(tooMany.message).to.match(/at most 100/);
  });

  it('refuses to include what it does not have', async () => {
    for (const operation of ['DescribeClusters', 'DescribeCapacityProviders']) {
      const answer = await new EcsFixture().call(operation, { include: ['TAGS', 'TAG'] });
      expect(answer.__type).to.equal('InvalidParameterException');
      expect(answer.message).to.match(/^include 'TAG' must be .*TAGS$/);
    }
  });

  it('lists clusters in pages', async () => {
    const fixture = new EcsFixture();
    fixture.ecs.createCluster(region, 'another');
    const first = await fixture.call('ListClusters', { maxResults: 1 });
    expect(first.clusterArns).to.deep.equal([arn('another')]);
    const second = await fixture.call('ListClusters', { maxResults: 1, nextToken: first.nextToken });
    expect(second.clusterArns).to.deep.equal([arn(cluster)]);
    expect(second).not.to.have.property('nextToken');
    expect((await fixture.call('ListClusters', { maxResults: 101 })).message).to.match(/1 to 100/);
  });

  it('keeps regions apart', () => {
    const fixture = new EcsFixture();
    expect(fixture.ecs.hasCluster('eu-west-1', cluster)).to.equal(false);
    expect(() => fixture.ecs.createProvider('eu-west-1', cluster, 'p', provider())).to.throw(
      'Cluster not found.',
    );
  });
});
