import { expect } from 'chai';
import { clusterChanges } from '../../../../local/ecs/cluster/cluster-changes.js';
import { cluster, EcsFixture, type Json, provider, region } from '../ecs-fixture.js';

describe(clusterChanges.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => (fixture = new EcsFixture()));
  const put = (input: Json): ReturnType<EcsFixture['call']> =>
    fixture.call('PutClusterCapacityProviders', {
      cluster,
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
      ...input,
    });

  it('updates settings and parts of the configuration, and leaves the others', async () => {
    const insights = (value: string): Json => ({ settings: [{ name: 'containerInsights', value }] });
    const storage = { kmsKeyId: 'k' };
    await fixture.call('UpdateCluster', { cluster, configuration: { managedStorageConfiguration: storage } });
    const exec = { logging: 'DEFAULT' };
    const configuration = { executeCommandConfiguration: exec };
    const updated = await fixture.call('UpdateCluster', { cluster, ...insights('enabled'), configuration });
    expect(updated.cluster).to.deep.include({
      ...insights('enabled'),
      configuration: { managedStorageConfiguration: storage, executeCommandConfiguration: exec },
    });
    const again = await fixture.call('UpdateClusterSettings', { cluster, ...insights('disabled') });
    expect(again.cluster).to.deep.include(insights('disabled'));
  });

  const wrong: readonly { readonly operation: string; readonly input: Json; readonly message: RegExp }[] = [
    { operation: 'UpdateCluster', input: {}, message: /cluster cannot be blank/ },
    { operation: 'UpdateCluster', input: { cluster: 'nope' }, message: /Cluster not found/ },
    {
      operation: 'UpdateCluster',
      input: { cluster, serviceConnectDefaults: { namespace: 'n' } },
      message: /^serviceConnectDefaults:/,
    },
    { operation: 'UpdateClusterSettings', input: { cluster }, message: /settings cannot be empty/ },
    { operation: 'PutClusterCapacityProviders', input: { cluster }, message: /must both be given/ },
  ];
  for (const { operation, input, message } of wrong) {
    it(`refuses ${operation} of ${JSON.stringify(input)}`, async () => {
      expect((await fixture.call(operation, input)).message).to.match(message);
    });
  }

  it('sets the default strategy of the cluster’s own providers, named or not [2a.4]', async () => {
    fixture.ecs.createProvider(region, cluster, 'spot', provider());
    const strategy = [
      { capacityProvider: 'spot', weight: 3 },
      { capacityProvider: 'MANAGED_INSTANCES', base: 1 },
    ];
    for (const capacityProviders of [[], ['spot', 'MANAGED_INSTANCES']]) {
      const answer = await put({ capacityProviders, defaultCapacityProviderStrategy: strategy });
      expect(answer.cluster['defaultCapacityProviderStrategy']).to.deep.equal([
        { capacityProvider: 'spot', weight: 3, base: 0 },
        { capacityProvider: 'MANAGED_INSTANCES', weight: 0, base: 1 },
      ]);
    }
  });

  it('neither associates nor dissociates a Managed Instances provider [2a.3] [2a.4]', async () => {
    fixture.ecs.createCluster(region, 'two');
    const foreign = await put({ cluster: 'two', capacityProviders: ['MANAGED_INSTANCES'] });
    expect(foreign.__type).to.equal('InvalidParameterException');
    expect(foreign.message).to.match(
      /^Cannot associate Managed Instances capacity provider to clusters using this API/,
    );
    expect((await put({})).cluster.capacityProviders).to.deep.equal(['MANAGED_INSTANCES']);
  });

  it('demands that a provider be ACTIVE [2a.4]', async () => {
    await fixture.call('CreateCapacityProvider', {
      name: 'p',
      cluster,
      managedInstancesProvider: provider(),
    });
    const strategy = { defaultCapacityProviderStrategy: [{ capacityProvider: 'p' }] };
    for (const input of [strategy, { capacityProviders: ['p'] }]) {
      expect((await put(input)).message).to.equal(
        "The specified capacity provider 'p' is not in an ACTIVE state. Specify a valid capacity provider and try again.",
      );
    }
    await fixture.clock.advance(5000);
    expect((await put(strategy)).status).to.equal(200);
  });

  it('refuses a strategy of providers the cluster does not have', async () => {
    const answer = await put({ defaultCapacityProviderStrategy: [{ capacityProvider: 'nope', weight: 1 }] });
    expect(answer.message).to.match(/'nope' was not found\. Cluster nextflow-cluster has: MANAGED_INSTANCES/);
  });

  it('leaves tasks without a strategy where the default is empty [2c.2]', async () => {
    await put({});
    await fixture.register();
    expect((await fixture.run()).message).to.match(/No Container Instances/);
  });

  it('associates AWS’s own providers, and lets go of those left out', async () => {
    const both = await put({ capacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
    expect(both.cluster.capacityProviders).to.deep.equal(['FARGATE', 'FARGATE_SPOT', 'MANAGED_INSTANCES']);
    const one = await put({
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
    expect(one.cluster.capacityProviders).to.deep.equal(['FARGATE', 'MANAGED_INSTANCES']);
    const gone = await put({ defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] });
    expect(gone.message).to.match(/'FARGATE' was not found/);
  });

  it('runs no task on AWS’s own providers, and says so', async () => {
    await put({ capacityProviders: ['FARGATE'] });
    await fixture.register();
    const strategy = (name: string): Json => ({ capacityProviderStrategy: [{ capacityProvider: name }] });
    const refused = await fixture.run(strategy('FARGATE'));
    expect(refused.__type).to.equal('UnsupportedFeatureException');
    expect(refused.message).to.match(/does not serve: capacity provider FARGATE/);
    expect((await fixture.run(strategy('FARGATE_SPOT'))).message).to.match(/'FARGATE_SPOT' was not found/);
  });

  it('refuses a strategy that mixes Fargate and Managed Instances [2c.3]', async () => {
    const answer = await put({
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [
        { capacityProvider: 'FARGATE', weight: 1 },
        { capacityProvider: 'MANAGED_INSTANCES', weight: 1 },
      ],
    });
    expect(answer.message).to.match(/cannot be mixed/);
  });

  const items = (count: number): Json[] =>
    Array.from({ length: count }, (_, index) => ({ capacityProvider: `p${index}`, weight: 1 }));
  const rules: readonly { readonly strategy: readonly Json[]; readonly message: RegExp }[] = [
    { strategy: items(21), message: /21 items: at most 20/ },
    { strategy: [{ capacityProvider: 'a', weight: 1001 }], message: /weight 1001 of 'a': 0 to 1000/ },
    { strategy: [{ capacityProvider: 'a', weight: 0.5 }], message: /weight 0.5/ },
    { strategy: [{ capacityProvider: 'a', base: 100_001 }], message: /base 100001 of 'a': 0 to 100000/ },
    { strategy: [{ weight: 1 }], message: /capacityProvider is missing/ },
    { strategy: [...items(1), ...items(1)], message: /'p0' is named twice/ },
    { strategy: [{ capacityProvider: 'a' }, { capacityProvider: 'b' }], message: /needs a weight/ },
    {
      strategy: [
        { capacityProvider: 'a', base: 1 },
        { capacityProvider: 'b', base: 1 },
      ],
      message: /only one item may have a base/,
    },
  ];
  for (const { strategy, message } of rules) {
    it(`refuses a strategy that ${message.source} [2c.3]`, async () => {
      const answer = await put({ defaultCapacityProviderStrategy: strategy });
      expect(answer.__type).to.equal('InvalidParameterException');
      expect(answer.message).to.match(message);
    });
  }

  it('counts AWS’s own providers among the twenty of a cluster [2c.4] [5.14]', async () => {
    for (let index = 1; index < 20; index++) {
      fixture.ecs.createProvider(region, cluster, `p${index}`, provider());
    }
    const answer = await put({ capacityProviders: ['FARGATE'] });
    expect(answer).to.include({
      __type: 'InvalidParameterException',
      message: 'The maximum number of capacity providers per cluster has been exceeded.',
    });
  });
});
