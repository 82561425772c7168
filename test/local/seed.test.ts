import { expect } from 'chai';
import { Ec2Regions } from '../../local/ec2/ec2-regions.js';
import { clusterActs } from '../../local/ecs/cluster/cluster-acts.js';
import { EcsRegion } from '../../local/ecs/ecs-region.js';
import { seedCloud, seededProvider } from '../../local/seed.js';
import { noState } from '../../local/state/state-book.js';

const place = { region: 'us-east-1', account: '123456789012' };

describe(seedCloud.name, () => {
  const seeded = async (region: EcsRegion): Promise<void> => {
    const network = new Ec2Regions(Math.random);
    const cloud = {
      network: network.in(place.region),
      ecs: clusterActs(() => region, network),
      buckets: { create: () => Promise.resolve() },
    };
    await seedCloud(cloud, {
      ...place,
      buckets: [],
      clusters: ['a', 'b'],
    });
  };

  it('makes clusters with a provider they use by default, and leaves those alone that are there', async () => {
    const region = new EcsRegion(place, {
      now: () => 0,
      retention: 1,
      state: noState,
      log: () => undefined,
      instances: () => 0,
      throttle: 'aws',
    });
    await seeded(region);
    const [a, b] = region.clusters.all();
    expect(a?.defaultStrategy).to.deep.equal([{ capacityProvider: seededProvider, weight: 1, base: 0 }]);
    const before = a?.providers.get(seededProvider);
    a!.defaultStrategy = [];
    b!.providers.clear();
    await seeded(region);
    expect(a?.defaultStrategy).to.deep.equal([]);
    expect(a?.providers.get(seededProvider)).to.equal(before);
    expect(b?.providers.size).to.equal(0);
  });
});
