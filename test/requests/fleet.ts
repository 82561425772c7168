import { CreateCapacityProviderCommand, type ECSClient } from '@aws-sdk/client-ecs';
import type { CreateCapacityProviderCommandInput, InstanceRequirementsRequest } from '@aws-sdk/client-ecs';
import type { LocalCloud } from '../../local/index.js';

interface FleetMember {
  readonly name: string;
  readonly requirements: Partial<InstanceRequirementsRequest>;
  readonly spot?: true;
  /** GiB. */
  readonly storage?: number;
}

/** What a cluster of many uses has: the seeded general-purpose provider, and these. */
const members: readonly FleetMember[] = [
  { name: 'fleet-arm', requirements: { allowedInstanceTypes: ['c7g.*', 'm7g.*', 'r7g.*'] } },
  { name: 'fleet-big', requirements: { allowedInstanceTypes: ['m6i.*', 'r6i.*', 'u7i-12tb.*'] } },
  { name: 'fleet-gpu', requirements: { allowedInstanceTypes: ['g4dn.*', 'g5.*', 'g6.*', 'g6e.*', 'g6f.*'] } },
  { name: 'fleet-gpu-large', requirements: { allowedInstanceTypes: ['p3dn.*', 'p4d.*', 'p5.*', 'p5en.*'] } },
  { name: 'fleet-spot', requirements: { allowedInstanceTypes: ['c6i.*', 'm6i.*'] }, spot: true },
  { name: 'fleet-storage', requirements: { allowedInstanceTypes: ['m6i.*'] }, storage: 2000 },
];

/** Names of the providers, the seeded one first. */
export const fleetNames: readonly string[] = ['MANAGED_INSTANCES', ...members.map(({ name }) => name)];

/** Creates the providers in the cluster every cloud has. */
export async function createFleet(ecs: ECSClient, cloud: LocalCloud, subnets: string[]): Promise<void> {
  for (const member of members)
    await ecs.send(new CreateCapacityProviderCommand(inputOf(member, cloud, subnets)));
}

function inputOf(
  { name, requirements, spot, storage }: FleetMember,
  { account }: LocalCloud,
  subnets: string[],
): CreateCapacityProviderCommandInput {
  return {
    name,
    cluster: 'nextflow-cluster',
    managedInstancesProvider: {
      infrastructureRoleArn: `arn:aws:iam::${account}:role/ecsInfrastructureRole`,
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: `arn:aws:iam::${account}:instance-profile/ecsInstanceRole`,
        networkConfiguration: { subnets },
        ...(spot && { capacityOptionType: 'SPOT' }),
        ...(storage !== undefined && { storageConfiguration: { storageSizeGiB: storage } }),
        instanceRequirements: { vCpuCount: { min: 1 }, memoryMiB: { min: 1 }, ...requirements },
      },
    },
  };
}
