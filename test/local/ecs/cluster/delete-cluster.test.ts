import { expect } from 'chai';
import { deleteCluster } from '../../../../local/ecs/cluster/delete-cluster.js';
import { cluster, EcsFixture, provider, region } from '../ecs-fixture.js';

const hour = 3_600_000;

describe(deleteCluster.name, () => {
  const empty = (fixture: EcsFixture, name: string): Promise<unknown> => {
    fixture.ecs.createCluster(region, name);
    return fixture.call('DeleteCluster', { cluster: name });
  };

  it('makes an empty cluster INACTIVE, which is described for a while and then MISSING [CLU-2]', async () => {
    const fixture = new EcsFixture();
    await fixture.call('CreateCluster', { clusterName: 'old', tags: [{ key: 'k', value: 'v' }] });
    const answer = await fixture.call('DeleteCluster', { cluster: 'old' });
    expect(answer.cluster).to.deep.include({ clusterName: 'old', status: 'INACTIVE', tags: [] });
    const describe = (): ReturnType<EcsFixture['call']> =>
      fixture.call('DescribeClusters', { clusters: ['old'] });
    expect((await describe()).clusters[0]).to.include({ status: 'INACTIVE' });
    const { clusterArns } = await fixture.call('ListClusters');
    expect(clusterArns.map((arn) => arn.split('/')[1])).to.deep.equal([cluster]);
    await fixture.clock.advance(hour);
    expect((await describe()).failures).to.have.length(1);
  });

  it('is not found by other calls once it is INACTIVE', async () => {
    const fixture = new EcsFixture();
    await empty(fixture, 'old');
    for (const operation of ['DeleteCluster', 'ListTasks', 'UpdateCluster', 'DescribeCapacityProviders']) {
      expect(await fixture.call(operation, { cluster: 'old' }), operation).to.include({
        __type: 'ClusterNotFoundException',
        message: 'The referenced cluster was inactive.',
      });
    }
    const never = await fixture.call('DeleteCluster', { cluster: 'never' });
    expect(never).to.include({ __type: 'ClusterNotFoundException', message: 'Cluster not found.' });
  });

  it('makes room for a new cluster of the same name, which is as asked for', async () => {
    const fixture = new EcsFixture();
    await fixture.call('CreateCluster', { clusterName: 'old', tags: [{ key: 'k', value: 'v' }] });
    await fixture.call('DeleteCluster', { cluster: 'old' });
    const settings = [{ name: 'containerInsights', value: 'enabled' }];
    const again = await fixture.call('CreateCluster', { clusterName: 'old', settings });
    expect(again.cluster).to.deep.include({ status: 'ACTIVE', settings, tags: [] });
    await fixture.clock.advance(hour);
    expect(fixture.ecs.hasCluster(region, 'old')).to.equal(true);
  });

  it('is refused while tasks are there [CLU-2]', async () => {
    const fixture = new EcsFixture();
    await fixture.launch();
    expect(await fixture.call('DeleteCluster', { cluster })).to.include({
      __type: 'ClusterContainsTasksException',
      message: 'The Cluster cannot be deleted while Tasks are active.',
    });
    await fixture.ecs.close();
  });

  it('is refused while container instances are there [CLU-2]', async () => {
    const fixture = new EcsFixture();
    fixture.fleets.count = () => 1;
    expect(await empty(fixture, 'old')).to.include({
      __type: 'ClusterContainsContainerInstancesException',
      message: 'The Cluster cannot be deleted while Container Instances are active or draining.',
    });
  });

  it('is refused while a Managed Instances provider belongs to it [2a.3]', async () => {
    const fixture = new EcsFixture();
    fixture.ecs.createCluster(region, 'old');
    fixture.ecs.createProvider(region, 'old', 'p', provider());
    const input = { cluster: 'old' };
    expect(await fixture.call('DeleteCluster', input)).to.include({
      __type: 'ClientException',
      message:
        'The Cluster cannot be deleted while Cluster Scoped Capacity Providers are attached to the cluster.',
    });
    await fixture.call('DeleteCapacityProvider', { capacityProvider: 'p', cluster: 'old' });
    expect((await fixture.call('DeleteCluster', input)).__type).to.equal('ClientException');
    await fixture.clock.advance(1000);
    expect((await fixture.call('DeleteCluster', input)).status).to.equal(200);
  });
});
