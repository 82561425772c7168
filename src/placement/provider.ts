import type {
  CapacityProvider,
  CapacityProviderStrategyItem,
  InstanceRequirementsRequest,
} from '@aws-sdk/client-ecs';
import { namesAccelerated } from './instance-type.js';

/** CreateCapacityProvider, storageSizeGiB: where it is not said. */
const DEFAULT_STORAGE_GIB = 80;

/** A Managed Instances capacity provider, as far as placement needs to know it. */
export interface Provider {
  readonly name: string;
  readonly active: boolean;
  /** AWS's own word, e.g. `PROVISIONING`. */
  readonly status: string;
  readonly capacityType: 'ON_DEMAND' | 'SPOT' | 'RESERVED';
  /** Its instances have to have accelerators. */
  readonly accelerated: boolean;
  /** What its instances have to be; absent: ECS takes general-purpose types (facts §2a). */
  readonly requirements?: InstanceRequirementsRequest;
  /** GiB of the volume that images and tasks of one of its instances share. */
  readonly storageGib: number;
  /** An instance store takes that volume's place on types that have one. */
  readonly localStorage: boolean;
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
    accelerated: requirements !== undefined && wantsAccelerators(requirements),
    ...(requirements !== undefined && { requirements }),
    storageGib: template?.storageConfiguration?.storageSizeGiB ?? DEFAULT_STORAGE_GIB,
    localStorage: template?.localStorageConfiguration?.useLocalStorage ?? false,
    subnets: template?.networkConfiguration?.subnets ?? [],
    securityGroups: template?.networkConfiguration?.securityGroups ?? [],
  };
}

/** Anything that keeps a provider to accelerated types: nobody should land on a p5 by accident. */
function wantsAccelerators(requirements: InstanceRequirementsRequest): boolean {
  const types = requirements.allowedInstanceTypes ?? [];
  const lists = [
    requirements.acceleratorTypes,
    requirements.acceleratorManufacturers,
    requirements.acceleratorNames,
  ];
  return (
    lists.some((list) => (list?.length ?? 0) > 0) ||
    (requirements.acceleratorCount?.min ?? 0) > 0 ||
    (requirements.acceleratorTotalMemoryMiB?.min ?? 0) > 0 ||
    (types.length > 0 && types.every(namesAccelerated))
  );
}
