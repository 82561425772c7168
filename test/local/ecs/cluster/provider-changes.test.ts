import { expect } from 'chai';
import { providerStatus } from '../../../../local/ecs/cluster/provider-status.js';
import { updatedProvider } from '../../../../local/ecs/cluster/provider-update.js';
import { cluster, EcsFixture, type Json, provider, region } from '../ecs-fixture.js';

const arn = (name: string): string => `arn:aws:ecs:us-east-1:123456789012:capacity-provider/${name}`;
const hour = 3_600_000;

const setUp = (changes: ConstructorParameters<typeof EcsFixture>[0] = {}): EcsFixture => {
  const fixture = new EcsFixture(changes);
  fixture.ecs.createProvider(region, cluster, 'spare', provider());
  return fixture;
};
const describeProvider = async (fixture: EcsFixture, name = 'spare'): Promise<Json | undefined> =>
  (await fixture.call('DescribeCapacityProviders', { cluster, capacityProviders: [name] }))
    .capacityProviders[0];

describe(updatedProvider.name, () => {
  const update = (fixture: EcsFixture, template: Json, more: Json = {}): ReturnType<EcsFixture['call']> =>
    fixture.call('UpdateCapacityProvider', {
      name: 'spare',
      cluster,
      managedInstancesProvider: {
        infrastructureRoleArn: 'arn:aws:iam::123456789012:role/other',
        instanceLaunchTemplate: template,
        ...more,
      },
    });

  it('replaces what is given, keeps the rest, and tells how far it is [2b.2]', async () => {
    const fixture = setUp();
    const requirements = { vCpuCount: { min: 2 }, memoryMiB: { min: 2048 } };
    const more = { infrastructureOptimization: { scaleInAfter: 60 } };
    const answer = await update(fixture, { instanceRequirements: requirements }, more);
    const configuration = {
      infrastructureRoleArn: 'arn:aws:iam::123456789012:role/other',
      instanceLaunchTemplate: {
        capacityOptionType: 'ON_DEMAND',
        ...provider().instanceLaunchTemplate,
        instanceRequirements: requirements,
      },
      ...more,
    };
    expect(answer.capacityProvider).to.deep.include({
      status: 'ACTIVE',
      updateStatus: 'UPDATE_IN_PROGRESS',
      managedInstancesProvider: configuration,
    });
    await fixture.clock.advance(5000);
    expect(await describeProvider(fixture)).to.deep.include({
      updateStatus: 'UPDATE_COMPLETE',
      managedInstancesProvider: configuration,
    });
  });

  it('refuses another capacityOptionType or fipsEnabled, and takes the same [2a.2]', async () => {
    const fixture = setUp();
    const refused = await update(fixture, { capacityOptionType: 'SPOT', fipsEnabled: true });
    expect(refused.__type).to.equal('ClientException');
    expect(refused.message).to.match(
      /capacityOptionType is ON_DEMAND and cannot be changed.*; fipsEnabled cannot/,
    );
    expect((await update(fixture, { capacityOptionType: 'ON_DEMAND' })).status).to.equal(200);
  });

  it('checks what comes of it, with every problem at once', async () => {
    const fixture = setUp();
    const answer = await fixture.call('UpdateCapacityProvider', {
      name: 'spare',
      managedInstancesProvider: { propagateTags: 'ALL', infrastructureOptimization: { scaleInAfter: -2 } },
    });
    for (const problem of [
      'infrastructureRoleArn is missing',
      'instanceLaunchTemplate is missing',
      "propagateTags 'ALL'",
      'scaleInAfter -2',
    ]) {
      expect(answer.message).to.include(problem);
    }
    const known = await describeProvider(fixture);
    expect(known?.['updateStatus']).to.equal('CREATE_COMPLETE');
  });

  it('waits for the last change', async () => {
    const fixture = setUp();
    await update(fixture, {});
    expect((await update(fixture, {})).__type).to.equal('UpdateInProgressException');
    const remove = { capacityProvider: 'spare' };
    expect((await fixture.call('DeleteCapacityProvider', remove)).__type).to.equal(
      'UpdateInProgressException',
    );
    await fixture.clock.advance(5000);
    expect((await update(fixture, {})).status).to.equal(200);
  });

  it('cannot touch what is not there, is AWS’s own, or is being deleted', async () => {
    const fixture = setUp();
    const change = { managedInstancesProvider: provider() };
    const call = (name: string): ReturnType<EcsFixture['call']> =>
      fixture.call('UpdateCapacityProvider', { name, ...change });
    expect((await call('nope')).message).to.equal(
      'The specified capacity provider does not exist. Specify a valid name or ARN and try again.',
    );
    expect((await call('FARGATE')).message).to.match(/AWS's own/);
    await fixture.call('DeleteCapacityProvider', { capacityProvider: 'spare' });
    expect((await call('spare')).message).to.match(/not in an ACTIVE state/);
  });
});

describe(providerStatus.name, () => {
  const remove = (fixture: EcsFixture, capacityProvider: string): ReturnType<EcsFixture['call']> =>
    fixture.call('DeleteCapacityProvider', { capacityProvider });

  it('goes from DEPROVISIONING to INACTIVE, and the provider is forgotten later [2b.2]', async () => {
    const fixture = setUp();
    const first = await remove(fixture, arn('spare'));
    expect(first.capacityProvider).to.include({
      status: 'DEPROVISIONING',
      updateStatus: 'DELETE_IN_PROGRESS',
    });
    expect((await remove(fixture, 'spare')).capacityProvider['status']).to.equal('DEPROVISIONING');
    await fixture.clock.advance(1000);
    expect(await describeProvider(fixture)).to.include({
      status: 'INACTIVE',
      updateStatus: 'DELETE_COMPLETE',
    });
    const listed = await fixture.call('DescribeCapacityProviders', { cluster });
    expect(listed.capacityProviders.map(({ name }) => name)).to.deep.equal(['MANAGED_INSTANCES']);
    const { clusters } = await fixture.call('DescribeClusters', { clusters: [cluster] });
    expect(clusters[0]?.['capacityProviders']).to.deep.equal(['MANAGED_INSTANCES']);
    expect((await remove(fixture, 'spare')).message).to.match(/does not exist/);
    await fixture.clock.advance(hour);
    expect(await describeProvider(fixture)).to.equal(undefined);
  });

  it('stays DEPROVISIONING while a task of the provider lives, which takes no new ones', async () => {
    const fixture = setUp();
    const strategy = { capacityProviderStrategy: [{ capacityProvider: 'spare' }] };
    const task = await fixture.launch(strategy);
    await remove(fixture, 'spare');
    await fixture.clock.advance(60_000);
    expect(await describeProvider(fixture)).to.include({ status: 'DEPROVISIONING' });
    expect((await fixture.run(strategy)).message).to.match(/'spare' is not in an ACTIVE state/);
    await fixture.call('StopTask', { cluster, task });
    await fixture.clock.advance(60_000);
    expect(await describeProvider(fixture)).to.include({ status: 'INACTIVE' });
    expect((await fixture.run(strategy)).message).to.match(/'spare' was not found/);
    await fixture.ecs.close();
  });

  it('stays DEPROVISIONING while the provider has instances', async () => {
    let left = 1;
    const instances = (_region: string, _cluster: string, name?: string): number =>
      name === 'spare' ? left : 0;
    const fixture = setUp();
    fixture.fleets.count = instances;
    await remove(fixture, 'spare');
    await fixture.clock.advance(hour);
    expect(await describeProvider(fixture)).to.include({ status: 'DEPROVISIONING' });
    left = 0;
    expect(await describeProvider(fixture)).to.include({ status: 'INACTIVE' });
  });

  it('is ACTIVE again, anew, for a name that was deleted', async () => {
    const fixture = setUp();
    await remove(fixture, 'spare');
    await fixture.clock.advance(1000);
    const again = await fixture.call('CreateCapacityProvider', {
      name: 'spare',
      cluster,
      managedInstancesProvider: provider(),
    });
    expect(again.capacityProvider).to.include({ status: 'PROVISIONING' });
    await fixture.clock.advance(5000);
    expect(await describeProvider(fixture)).to.include({ status: 'ACTIVE' });
  });

  it('stays ACTIVE for a provider in the default strategy, whose deletion is refused', async () => {
    const fixture = setUp();
    const refused = await remove(fixture, 'MANAGED_INSTANCES');
    expect(refused.__type).to.equal('ClientException');
    expect(refused.message).to.match(
      /^Cannot delete capacity provider\. .*PutClusterCapacityProviders first/,
    );
    expect((await remove(fixture, 'FARGATE')).message).to.match(/AWS's own/);
  });
});
