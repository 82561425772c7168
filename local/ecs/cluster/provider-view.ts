import { providerArn, type EcsPlace } from '../arns.js';
import { type CapacityProvider } from './capacity-provider.js';
import { type Cluster } from './cluster.js';
import { providerStatus, providerUpdateStatus } from './provider-status.js';

/** A Managed Instances provider as AWS answers it (facts §2b). */
export function providerView(
  provider: CapacityProvider,
  cluster: Cluster,
  now: number,
  tags: boolean,
): object {
  const { managedInstances } = provider;
  return {
    capacityProviderArn: provider.arn,
    name: provider.name,
    cluster: cluster.name,
    status: providerStatus(provider, now),
    type: 'MANAGED_INSTANCES',
    managedInstancesProvider: {
      ...managedInstances,
      // Which defaults AWS fills in is not documented, but for this one: its own tools read it back.
      instanceLaunchTemplate: {
        capacityOptionType: 'ON_DEMAND',
        ...managedInstances.instanceLaunchTemplate,
      },
    },
    updateStatus: providerUpdateStatus(provider, now),
    tags: tags ? provider.tags : [],
  };
}

/** FARGATE or FARGATE_SPOT as AWS answers it. */
export const awsOwnedView = (place: EcsPlace, name: string): object => ({
  capacityProviderArn: providerArn(place, name),
  name,
  status: 'ACTIVE',
  type: name,
  tags: [],
});
