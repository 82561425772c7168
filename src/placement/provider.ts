import type { CapacityProvider, CapacityProviderStrategyItem } from '@aws-sdk/client-ecs';

/** A Managed Instances capacity provider, as far as placement needs to know it. */
export interface Provider {
  readonly name: string;
  readonly active: boolean;
  /** AWS's own word, e.g. `PROVISIONING`. */
  readonly status: string;
  readonly capacityType: 'ON_DEMAND' | 'SPOT' | 'RESERVED';
  /** Its instances have to have accelerators. */
  readonly accelerated: boolean;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

export type StrategyItem = CapacityProviderStrategyItem;

/** The Managed Instances providers among a cluster's, in name order. */
export function managedInstancesProviders(described: readonly CapacityProvider[]): readonly Provider[] {
  return described
    .filter(
      (provider) => provider.managedInstancesProvider !== undefined || provider.type === 'MANAGED_INSTANCES',
    )
    .map(toProvider)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function toProvider(described: CapacityProvider): Provider {
  const template = described.managedInstancesProvider?.instanceLaunchTemplate;
  const requirements = template?.instanceRequirements;
  const status = described.status ?? 'UNKNOWN';
  return {
    name: described.name ?? '',
    active: status === 'ACTIVE',
    status,
    // Unset means on demand (CreateCapacityProvider, capacityOptionType).
    capacityType: template?.capacityOptionType ?? 'ON_DEMAND',
    accelerated:
      (requirements?.acceleratorTypes?.length ?? 0) > 0 || (requirements?.acceleratorCount?.min ?? 0) > 0,
    subnets: template?.networkConfiguration?.subnets ?? [],
    securityGroups: template?.networkConfiguration?.securityGroups ?? [],
  };
}
