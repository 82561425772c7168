import { type Members, anything, flag, listOf, number, structure, text } from '../../http/aws-json.js';
import { instanceRequirementsShape } from './instance-requirements.js';
import { type EcsNetwork } from '../network.js';
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

export const createProviderShape = structure({
  name: text,
  cluster: text,
  autoScalingGroupProvider: anything,
  managedInstancesProvider: managedInstancesShape,
  tags: listOf(structure({ key: text, value: text })),
  monitor: flag,
});

/** A Managed Instances capacity provider; it belongs to one cluster (facts §2a, cluster-scoped). */
export interface CapacityProvider {
  readonly name: string;
  readonly arn: string;
  tags: readonly EcsTag[];
  /** UpdateCapacityProvider replaces it: what is launched later follows the new one. */
  managedInstances: ManagedInstancesProvider;
  /** Epoch milliseconds from which it is ACTIVE; RunTask refuses it earlier. */
  readonly activeFrom: number;
}

/** What is wrong with a new provider's name and configuration; empty where nothing is (facts §2a). */
export function providerProblems(
  name: string,
  provider: ManagedInstancesProvider,
  region: string,
  network: EcsNetwork,
): string[] {
  const template = provider.instanceLaunchTemplate;
  return [
    ...nameProblems(name),
    ...((provider.infrastructureRoleArn ?? '') === '' ? ['infrastructureRoleArn is missing'] : []),
    ...(template === undefined
      ? ['instanceLaunchTemplate is missing']
      : templateProblems(template, region, network)),
    ...scaleInProblems(provider.infrastructureOptimization?.scaleInAfter),
  ];
}

function nameProblems(name: string): string[] {
  return [
    ...(/^[A-Za-z0-9_-]{1,255}$/.test(name)
      ? []
      : [`name '${name}' must be 1 to 255 letters, digits, '-' or '_'`]),
    ...(/^(aws|ecs|fargate)/i.test(name) ? [`name '${name}' may not begin with aws, ecs or fargate`] : []),
  ];
}

function templateProblems(template: LaunchTemplate, region: string, network: EcsNetwork): string[] {
  const size = template.storageConfiguration?.storageSizeGiB;
  const option = template.capacityOptionType ?? 'ON_DEMAND';
  return [
    ...((template.ec2InstanceProfileArn ?? '') === '' ? ['ec2InstanceProfileArn is missing'] : []),
    ...(['ON_DEMAND', 'SPOT', 'RESERVED'].includes(option)
      ? []
      : [`capacityOptionType '${option}' is unknown`]),
    ...(size === undefined || (size >= 30 && size <= 16_384)
      ? []
      : [`storageSizeGiB ${size}: 30 to 16384 is allowed`]),
    ...requirementProblems(template),
    ...networkProblems(template, region, network),
  ];
}

function requirementProblems({ instanceRequirements: required }: LaunchTemplate): string[] {
  if (required === undefined) return [];
  return [
    ...(required.vCpuCount?.min === undefined ? ['instanceRequirements.vCpuCount.min is missing'] : []),
    ...(required.memoryMiB?.min === undefined ? ['instanceRequirements.memoryMiB.min is missing'] : []),
    ...(['vCpuCount', 'memoryMiB', 'acceleratorCount'] as const).flatMap((name) => {
      const { min = 0, max = Infinity } = required[name] ?? {};
      return min > max ? [`instanceRequirements.${name}: min ${min} is above max ${max}`] : [];
    }),
    ...((required.allowedInstanceTypes ?? []).length > 0 && (required.excludedInstanceTypes ?? []).length > 0
      ? ['instanceRequirements: allowedInstanceTypes and excludedInstanceTypes cannot be given together']
      : []),
  ];
}

function networkProblems(template: LaunchTemplate, region: string, network: EcsNetwork): string[] {
  const { subnets = [], securityGroups = [] } = template.networkConfiguration ?? {};
  if (subnets.length === 0) return ['networkConfiguration.subnets is missing'];
  const vpcs = new Set([
    ...subnets.map((id) => network.vpcOfSubnet(region, id)),
    ...securityGroups.map((id) => network.groupVpc(region, id)),
  ]);
  return [
    ...subnets.filter((id) => network.vpcOfSubnet(region, id) === undefined).map((id) => `no subnet ${id}`),
    ...securityGroups
      .filter((id) => network.groupVpc(region, id) === undefined)
      .map((id) => `no security group ${id}`),
    ...(vpcs.size > 1 ? ['subnets and security groups are not all of one VPC'] : []),
  ];
}

function scaleInProblems(seconds: number | undefined): string[] {
  return seconds === undefined || (Number.isInteger(seconds) && seconds >= -1 && seconds <= 3600)
    ? []
    : [`scaleInAfter ${seconds}: -1 (never) or 0 to 3600 seconds is allowed`];
}
