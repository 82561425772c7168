import { addDefaultVpc } from './ec2/default-vpc.js';
import type { Ec2Network } from './ec2/ec2-network.js';
import type { LaunchTemplate } from './ecs/cluster/capacity-provider.js';
import type { ClusterActs } from './ecs/cluster/cluster-acts.js';
import type { Buckets } from './s3/buckets.js';

/** Name of the provider every seeded cluster has and uses by default: the quickstart's. */
export const seededProvider = 'MANAGED_INSTANCES';

/** What an operator may choose of a provider's instances. */
type Choice = Pick<LaunchTemplate, 'capacityOptionType' | 'instanceRequirements'>;

/** Providers beside the quickstart's, by the cluster that has them; used where a process names or needs them. */
const furtherProviders: Readonly<Record<string, Readonly<Record<string, Choice>>>> = {
  'mixed-cluster': {
    spot: { capacityOptionType: 'SPOT' },
    gpu: {
      instanceRequirements: {
        vCpuCount: { min: 1 },
        memoryMiB: { min: 1 },
        acceleratorTypes: ['gpu'],
        acceleratorManufacturers: ['nvidia'],
      },
    },
  },
};

export interface Seed {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly buckets: readonly string[];
  readonly clusters: readonly string[];
}

/**
 * What an account has after the quickstart's "AWS Infrastructure Setup", and {@link furtherProviders}. Buckets and
 * clusters that exist stay as they are.
 */
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
  const networkConfiguration = { subnets: inVpc(network.subnets), securityGroups: inVpc(network.groups) };
  const role = `arn:aws:iam::${account}`;
  for (const bucket of seed.buckets) await buckets.create(bucket);
  for (const cluster of seed.clusters) {
    // One that was kept is its user's: a changed strategy or a deleted provider stays so.
    if (ecs.hasCluster(region, cluster)) continue;
    ecs.createCluster(region, cluster);
    const providers = { [seededProvider]: {}, ...furtherProviders[cluster] };
    for (const [name, choice] of Object.entries<Choice>(providers)) {
      ecs.createProvider(region, cluster, name, {
        infrastructureRoleArn: `${role}:role/ecsInfrastructureRole`,
        instanceLaunchTemplate: {
          ec2InstanceProfileArn: `${role}:instance-profile/ecsInstanceRole`,
          networkConfiguration,
          ...choice,
        },
      });
    }
    ecs.setDefaultStrategy(region, cluster, [{ capacityProvider: seededProvider, weight: 1 }]);
  }
}
