import { addDefaultVpc } from './ec2/default-vpc.js';
import type { Ec2Network } from './ec2/ec2-network.js';
import type { ClusterActs } from './ecs/cluster/cluster-acts.js';
import type { Buckets } from './s3/buckets.js';

/** Name of the provider every seeded cluster has and uses by default: the quickstart's. */
export const seededProvider = 'MANAGED_INSTANCES';

export interface Seed {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly buckets: readonly string[];
  readonly clusters: readonly string[];
}

/** What an account has after the quickstart's "AWS Infrastructure Setup". Buckets and clusters that exist stay as they are. */
export async function seedCloud(
  cloud: {
    readonly network: Ec2Network;
    readonly ecs: ClusterActs;
    readonly buckets: Pick<Buckets, 'create'>;
  },
  seed: Seed,
): Promise<void> {
  const { network, ecs, buckets } = cloud;
  const { region, account } = seed;
  const vpc = addDefaultVpc(network);
  const inVpc = (all: readonly { readonly id: string; readonly vpcId: string }[]): string[] =>
    all.filter((resource) => resource.vpcId === vpc.id).map((resource) => resource.id);
  for (const bucket of seed.buckets) await buckets.create(bucket);
  for (const cluster of seed.clusters) {
    // One that was kept is its user's: a changed strategy or a deleted provider stays so.
    if (ecs.hasCluster(region, cluster)) continue;
    ecs.createCluster(region, cluster);
    ecs.createProvider(region, cluster, seededProvider, {
      infrastructureRoleArn: `arn:aws:iam::${account}:role/ecsInfrastructureRole`,
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: `arn:aws:iam::${account}:instance-profile/ecsInstanceRole`,
        networkConfiguration: { subnets: inVpc(network.subnets), securityGroups: inVpc(network.groups) },
      },
    });
    ecs.setDefaultStrategy(region, cluster, [{ capacityProvider: seededProvider, weight: 1 }]);
  }
}
