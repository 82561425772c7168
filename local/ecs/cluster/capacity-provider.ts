import { flag, listOf, type Members, number, structure, text } from '../../http/aws-json.js';
import { instanceRequirementsShape } from './instance-requirements.js';
import { type EcsTag } from '../tag-rules.js';

const launchTemplateMembers = {
  ec2InstanceProfileArn: text,
  networkConfiguration: structure({ subnets: listOf(text), securityGroups: listOf(text) }),
  /** 80 GiB where unset, 30 to 16384 (facts §1c). */
  storageConfiguration: structure({ storageSizeGiB: number }),
  localStorageConfiguration: structure({ useLocalStorage: flag }),
  /** BASIC or DETAILED. */
  monitoring: text,
  /** ON_DEMAND (the default), SPOT or RESERVED. */
  capacityOptionType: text,
  capacityReservations: structure({ reservationGroupArn: text, reservationPreference: text }),
  instanceMetadataTagsPropagation: flag,
  fipsEnabled: flag,
  instanceRequirements: instanceRequirementsShape,
};

/** `managedInstancesProvider` of CreateCapacityProvider, every member of the API (facts §2a). */
export const managedInstancesShape = structure({
  infrastructureRoleArn: text,
  instanceLaunchTemplate: structure(launchTemplateMembers),
  /** CAPACITY_PROVIDER or NONE. */
  propagateTags: text,
  /** Seconds 0 to 3600, -1 for never; ECS's own choice where absent or null (facts §2d). */
  infrastructureOptimization: structure({ scaleInAfter: number }),
  /** ENABLED or DISABLED. */
  autoRepairConfiguration: structure({ actionsStatus: text }),
});

export type ManagedInstancesProvider = ReturnType<typeof managedInstancesShape>;
export type LaunchTemplate = Members<typeof launchTemplateMembers>;

/** A Managed Instances capacity provider; it belongs to one cluster (facts §2a, cluster-scoped). */
export interface CapacityProvider {
  readonly name: string;
  readonly arn: string;
  tags: readonly EcsTag[];
  /** UpdateCapacityProvider replaces it: instances launched later follow the new one (facts §2a). */
  managedInstances: ManagedInstancesProvider;
  /** Epoch milliseconds from which it is ACTIVE; RunTask refuses it earlier. */
  readonly activeFrom: number;
  /** Epoch milliseconds at which the last update is complete; absent where there was none. */
  updatedAt?: number;
  /** Epoch milliseconds of DeleteCapacityProvider: from then on it takes no task and launches no instance. */
  deletedAt?: number;
  /** Epoch milliseconds at which its deletion was complete. */
  inactiveFrom?: number;
}
