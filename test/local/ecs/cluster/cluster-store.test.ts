import { expect } from 'chai';
import { ClusterStore } from '../../../../local/ecs/cluster/cluster-store.js';
import { type Json as Kept, type StateBook } from '../../../../local/state/state-book.js';
import { cluster, EcsFixture, provider, region } from '../ecs-fixture.js';

/** Keeps records as a journal would: what a snapshot said when it was last taken. */
class FakeBook implements StateBook {
  readonly records = new Map<string, Map<string, () => Kept>>();

  all(kind: string): ReadonlyMap<string, Kept> {
    const found = this.records.get(kind) ?? new Map<string, () => Kept>();
    return new Map(
      [...found].map(([key, snapshot]) => [key, JSON.parse(JSON.stringify(snapshot())) as Kept]),
    );
  }

  note(kind: string, key: string, snapshot: () => Kept): void {
    const found = this.records.get(kind) ?? new Map<string, () => Kept>();
    this.records.set(kind, found.set(key, snapshot));
  }

  drop(kind: string, key: string): void {
    this.records.get(kind)?.delete(key);
  }

  /** What a cloud that starts now would find. */
  restarted(): FakeBook {
    const next = new FakeBook();
    for (const kind of this.records.keys()) {
      for (const [key, value] of this.all(kind)) next.note(kind, key, () => value);
    }
    return next;
  }
}

const kind = 'ecs-cluster';
const describeAll = async (fixture: EcsFixture): Promise<unknown> => {
  const include = ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'TAGS'];
  const { clusters } = await fixture.call('DescribeClusters', { clusters: [cluster, 'two'], include });
  const { capacityProviders } = await fixture.call('DescribeCapacityProviders', { include: ['TAGS'] });
  return { clusters, capacityProviders };
};

describe(ClusterStore.name, () => {
  it('finds clusters, providers, strategies and tags as they were kept', async () => {
    const state = new FakeBook();
    const first = new EcsFixture({ state });
    await first.call('CreateCluster', {
      clusterName: 'two',
      capacityProviders: ['FARGATE'],
      settings: [{ name: 'containerInsights', value: 'enabled' }],
      configuration: { managedStorageConfiguration: { kmsKeyId: 'k' } },
      tags: [{ key: 'k', value: 'v' }],
    });
    await first.call('CreateCapacityProvider', {
      name: 'p',
      cluster: 'two',
      managedInstancesProvider: { ...provider(), propagateTags: 'NONE' },
      tags: [{ key: 'a', value: 'b' }],
    });
    await first.clock.advance(5000);
    await first.call('PutClusterCapacityProviders', {
      cluster: 'two',
      capacityProviders: ['FARGATE', 'p'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'p', weight: 4, base: 2 }],
    });
    const again = new EcsFixture({ state: state.restarted(), clock: first.clock });
    expect(await describeAll(again)).to.deep.equal(await describeAll(first));
  });

  it('keeps what update, deletion and tagging do', async () => {
    const state = new FakeBook();
    const first = new EcsFixture({ state });
    first.ecs.createProvider(region, cluster, 'gone', provider());
    first.ecs.createCluster(region, 'two');
    await first.call('DeleteCapacityProvider', { capacityProvider: 'gone' });
    await first.call('DeleteCluster', { cluster: 'two' });
    const resourceArn = `arn:aws:ecs:us-east-1:123456789012:cluster/${cluster}`;
    await first.call('TagResource', { resourceArn, tags: [{ key: 'k', value: 'v' }] });
    await first.clock.advance(1000);
    const again = new EcsFixture({ state: state.restarted(), clock: first.clock });
    expect(again.ecs.hasCluster(region, 'two')).to.equal(false);
    expect((await again.call('ListTagsForResource', { resourceArn })).tags).to.deep.equal([
      { key: 'k', value: 'v' },
    ]);
    const { capacityProviders } = await again.call('DescribeCapacityProviders', {
      capacityProviders: ['gone'],
    });
    expect(capacityProviders[0]).to.include({ status: 'INACTIVE' });
  });

  it('drops the record of a cluster nobody sees any more', async () => {
    const state = new FakeBook();
    const fixture = new EcsFixture({ state });
    fixture.ecs.createCluster(region, 'two');
    await fixture.call('DeleteCluster', { cluster: 'two' });
    await fixture.clock.advance(3_600_000);
    await fixture.call('ListClusters');
    expect([...state.all(kind).keys()]).to.deep.equal([`${region}/${cluster}`]);
  });

  it('is ACTIVE at once where virtual time had run ahead before', async () => {
    const state = new FakeBook();
    const first = new EcsFixture({ state });
    await first.clock.advance(14 * 24 * 3_600_000);
    await first.call('CreateCapacityProvider', { name: 'p', cluster, managedInstancesProvider: provider() });
    const again = new EcsFixture({ state: state.restarted() });
    const { capacityProviders } = await again.call('DescribeCapacityProviders', { capacityProviders: ['p'] });
    expect(capacityProviders[0]).to.include({ status: 'ACTIVE' });
  });

  it('leaves out a record that is broken, and says so', async () => {
    const state = new FakeBook();
    state.note(kind, `${region}/bad`, () => ({ name: 'bad', providers: 7 }));
    state.note(kind, `${region}/good`, () => ({ name: 'good' }));
    state.note(kind, 'eu-west-1/other', () => ({ name: 'other' }));
    const fixture = new EcsFixture({ state });
    const { clusterArns } = await fixture.call('ListClusters');
    expect(clusterArns.map((arn) => arn.split('/')[1])).to.deep.equal(['good', cluster]);
    expect(fixture.lines.join('\n')).to.match(
      /kept cluster us-east-1\/bad is left out.*providers: expected a list/,
    );
  });
});
