import { expect } from 'chai';
import { providerOperations } from '../../../../local/ecs/cluster/provider-operations.js';
import { cluster, EcsFixture, type Json, provider, region } from '../ecs-fixture.js';

const arn = (name: string): string => `arn:aws:ecs:us-east-1:123456789012:capacity-provider/${name}`;

describe(providerOperations.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => (fixture = new EcsFixture()));
  const create = (name: string, more: Json = {}): ReturnType<EcsFixture['call']> =>
    fixture.call('CreateCapacityProvider', {
      name,
      cluster,
      managedInstancesProvider: provider(),
      ...more,
    });
  const describe = async (name: string): Promise<Json | undefined> =>
    (await fixture.call('DescribeCapacityProviders', { cluster, capacityProviders: [name] }))
      .capacityProviders[0];

  it('makes a provider that is PROVISIONING, and ACTIVE after a while, in its cluster at once [2a.3] [2b.2]', async () => {
    const { capacityProvider } = await create('new', { tags: [{ key: 'k', value: 'v' }] });
    expect(capacityProvider).to.deep.include({
      capacityProviderArn: arn('new'),
      name: 'new',
      cluster,
      status: 'PROVISIONING',
      updateStatus: 'CREATE_IN_PROGRESS',
      type: 'MANAGED_INSTANCES',
      tags: [{ key: 'k', value: 'v' }],
    });
    const { clusters } = await fixture.call('DescribeClusters', { clusters: [cluster] });
    expect(clusters[0]?.['capacityProviders']).to.deep.equal(['MANAGED_INSTANCES', 'new']);
    await fixture.clock.advance(5000);
    expect(await describe('new')).to.include({ status: 'ACTIVE', updateStatus: 'CREATE_COMPLETE' });
  });

  it('answers the configuration as given, with the option in force [2b.3] [2b.4] [2b.5]', async () => {
    const given = provider({ vCpuCount: { min: 2, max: 8 }, memoryMiB: { min: 4096 } });
    await create('new', { managedInstancesProvider: given });
    const template = { capacityOptionType: 'ON_DEMAND', ...given.instanceLaunchTemplate };
    expect((await describe('new'))?.['managedInstancesProvider']).to.deep.equal({
      ...given,
      instanceLaunchTemplate: template,
    });
  });

  it('takes a null scaleInAfter for ECS’s own choice [2d.3]', async () => {
    const optimization = { infrastructureOptimization: { scaleInAfter: null } };
    const answer = await create('new', { managedInstancesProvider: { ...provider(), ...optimization } });
    expect(answer.status).to.equal(200);
  });

  it('refuses one with every problem at once', async () => {
    const answer = await create('aws-mine', {
      managedInstancesProvider: { instanceLaunchTemplate: { storageConfiguration: { storageSizeGiB: 29 } } },
    });
    expect(answer.__type).to.equal('ClientException');
    for (const problem of [
      'may not begin with aws',
      'infrastructureRoleArn is missing',
      'ec2InstanceProfileArn is missing',
      'storageSizeGiB 29',
      'subnets is missing',
    ]) {
      expect(answer.message).to.include(problem);
    }
  });

  const wrong: readonly { readonly input: Json; readonly message: RegExp }[] = [
    { input: { cluster: undefined }, message: /needs a cluster/ },
    { input: { cluster: 'nope' }, message: /Cluster not found/ },
    {
      input: { managedInstancesProvider: undefined },
      message: /serves Managed Instances capacity providers only/,
    },
    { input: { autoScalingGroupProvider: {}, managedInstancesProvider: undefined }, message: /only$/ },
    { input: { autoScalingGroupProvider: {} }, message: /^autoScalingGroupProvider is given: .*only$/ },
    { input: { tags: [{ key: '', value: '' }] }, message: /1 to 128/ },
  ];
  for (const { input, message } of wrong) {
    it(`refuses ${Object.keys(input).join(' and ')}: ${message.source}`, async () => {
      expect((await create('new', input)).message).to.match(message);
    });
  }

  it('refuses a name that is taken, in any cluster: the ARN names none', async () => {
    fixture.ecs.createCluster(region, 'two');
    for (const name of [cluster, 'two']) {
      expect(await create('MANAGED_INSTANCES', { cluster: name })).to.include({
        __type: 'ClientException',
        message:
          'The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.',
      });
    }
  });

  it('refuses a twenty-first provider [2c.4] [5.14]', async () => {
    for (let index = 1; index < 20; index++) {
      fixture.ecs.createProvider(region, cluster, `p${index}`, provider());
    }
    expect(await create('p20')).to.include({
      __type: 'LimitExceededException',
      message: 'The maximum number of capacity providers per cluster has been exceeded.',
    });
  });

  it('leaves a provider alone that an operator makes again', async () => {
    const other = { ...provider(), propagateTags: 'NONE' };
    expect(fixture.ecs.createProvider(region, cluster, 'MANAGED_INSTANCES', other)).to.equal(
      arn('MANAGED_INSTANCES'),
    );
    expect((await describe('MANAGED_INSTANCES'))?.['managedInstancesProvider']).not.to.have.property(
      'propagateTags',
    );
  });
});
