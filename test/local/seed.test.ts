import { expect } from 'chai';
import { Ec2Regions } from '../../local/ec2/ec2-regions.js';
import { clusterActs } from '../../local/ecs/cluster/cluster-acts.js';
import { EcsRegion } from '../../local/ecs/ecs-region.js';
import { seedCloud, seededProvider } from '../../local/seed.js';
import { noState } from '../../local/state/state-book.js';

const place = { region: 'us-east-1', account: '123456789012' };

describe(seedCloud.name, () => {
  const seeded = async (region: EcsRegion, clusters: readonly string[]): Promise<void> => {
    const network = new Ec2Regions(Math.random);
    const cloud = {
      network: network.in(place.region),
      ecs: clusterActs(() => region, network),
      buckets: { create: () => Promise.resolve() },
    };
    await seedCloud(cloud, {
      ...place,
      buckets: [],
      clusters,
    });
  };

  const newRegion = (): EcsRegion =>
    new EcsRegion(place, {
      now: () => 0,
      retention: 1,
      state: noState,
      log: () => undefined,
      instances: () => 0,
      throttle: 'aws',
    });

  it('gives the mixed cluster Spot and GPUs, which nothing uses by default', async () => {
    const region = newRegion();
    await seeded(region, ['mixed-cluster', 'a']);
    const [mixed, plain] = ['mixed-cluster', 'a'].map((name) => region.clusters.find(name));
    const choices = [...(mixed?.providers.values() ?? [])].map(({ name, managedInstances }) => [
      name,
      managedInstances.instanceLaunchTemplate?.capacityOptionType,
      managedInstances.instanceLaunchTemplate?.instanceRequirements?.acceleratorTypes,
    ]);
    expect(choices).to.deep.equal([
      [seededProvider, undefined, undefined],
      ['spot', 'SPOT', undefined],
      ['gpu', undefined, ['gpu']],
    ]);
    expect(mixed?.defaultStrategy).to.deep.equal([{ capacityProvider: seededProvider, weight: 1, base: 0 }]);
    expect([...(plain?.providers.keys() ?? [])]).to.deep.equal([seededProvider]);
  });

  it('makes clusters with a provider they use by default, and leaves those alone that are there', async () => {
    const region = newRegion();
    await seeded(region, ['a', 'b']);
    const [a, b] = region.clusters.all();
    expect(a?.defaultStrategy).to.deep.equal([{ capacityProvider: seededProvider, weight: 1, base: 0 }]);
    const before = a?.providers.get(seededProvider);
    a!.defaultStrategy = [];
    b!.providers.clear();
    await seeded(region, ['a', 'b']);
    expect(a?.defaultStrategy).to.deep.equal([]);
    expect(a?.providers.get(seededProvider)).to.equal(before);
    expect(b?.providers.size).to.equal(0);
  });
});
