import { type EcsNetwork } from '../ecs-network.js';
import { type LaunchTemplate, type ManagedInstancesProvider } from './capacity-provider.js';
import { requirementProblems } from './requirement-rules.js';

/** What is wrong with the name of a new provider (facts §2a). */
export function providerNameProblems(name: string): string[] {
  return [
    ...(/^[A-Za-z0-9_-]{1,255}$/.test(name)
      ? []
      : [`name '${name}' must be 1 to 255 letters, digits, '-' or '_'`]),
    ...(/^(aws|ecs|fargate)/i.test(name) ? [`name '${name}' may not begin with aws, ecs or fargate`] : []),
  ];
}

/** What is wrong with a provider's configuration; empty where nothing is (facts §2a). */
export function providerProblems(
  provider: ManagedInstancesProvider,
  region: string,
  network: EcsNetwork,
): string[] {
  const template = provider.instanceLaunchTemplate;
  return [
    ...arnProblems('infrastructureRoleArn', provider.infrastructureRoleArn, /^arn:[^:]+:iam::\d*:role\/./),
    ...(template === undefined
      ? ['instanceLaunchTemplate is missing']
      : templateProblems(template, region, network)),
    ...enumProblems('propagateTags', provider.propagateTags, ['CAPACITY_PROVIDER', 'NONE']),
    ...scaleInProblems(provider.infrastructureOptimization?.scaleInAfter),
    ...enumProblems(
      'autoRepairConfiguration.actionsStatus',
      provider.autoRepairConfiguration?.actionsStatus,
      ['ENABLED', 'DISABLED'],
    ),
  ];
}

function templateProblems(template: LaunchTemplate, region: string, network: EcsNetwork): string[] {
  const size = template.storageConfiguration?.storageSizeGiB;
  return [
    ...arnProblems(
      'ec2InstanceProfileArn',
      template.ec2InstanceProfileArn,
      /^arn:[^:]+:iam::\d*:instance-profile\/./,
    ),
    ...enumProblems('capacityOptionType', template.capacityOptionType, ['ON_DEMAND', 'SPOT', 'RESERVED']),
    ...(size === undefined || (Number.isInteger(size) && size >= 30 && size <= 16_384)
      ? []
      : [`storageSizeGiB ${size}: a whole number from 30 to 16384 is allowed`]),
    ...enumProblems('monitoring', template.monitoring, ['BASIC', 'DETAILED']),
    ...reservationProblems(template),
    ...requirementProblems(template.instanceRequirements),
    ...networkProblems(template, region, network),
  ];
}

/** Reservations go with the option RESERVED (API: CapacityReservationRequest). */
function reservationProblems({ capacityReservations: given, capacityOptionType }: LaunchTemplate): string[] {
  if (given === undefined) return [];
  const preference = given.reservationPreference;
  return [
    ...(capacityOptionType === 'RESERVED'
      ? []
      : [`capacityReservations need capacityOptionType RESERVED, not ${capacityOptionType ?? 'ON_DEMAND'}`]),
    ...enumProblems('capacityReservations.reservationPreference', preference, [
      'RESERVATIONS_ONLY',
      'RESERVATIONS_FIRST',
      'RESERVATIONS_EXCLUDED',
    ]),
  ];
}

function networkProblems(template: LaunchTemplate, region: string, network: EcsNetwork): string[] {
  const { subnets = [], securityGroups = [] } = template.networkConfiguration ?? {};
  if (subnets.length === 0) return ['networkConfiguration.subnets is missing'];
  const homes = [
    ...subnets.map((id) => network.vpcOfSubnet(region, id)),
    ...securityGroups.map((id) => network.groupVpc(region, id)),
  ];
  const vpcs = new Set(homes.filter((id) => id !== undefined));
  return [
    ...subnets.filter((id) => network.vpcOfSubnet(region, id) === undefined).map((id) => `no subnet ${id}`),
    ...securityGroups
      .filter((id) => network.groupVpc(region, id) === undefined)
      .map((id) => `no security group ${id}`),
    ...(vpcs.size > 1 ? ['subnets and security groups are not all of one VPC'] : []),
  ];
}

function arnProblems(name: string, arn: string | undefined, form: RegExp): string[] {
  if ((arn ?? '') === '') return [`${name} is missing`];
  return form.test(arn ?? '') ? [] : [`${name} '${arn}' is not an ARN of that kind`];
}

function enumProblems(name: string, value: string | undefined, allowed: readonly string[]): string[] {
  return value === undefined || allowed.includes(value)
    ? []
    : [`${name} '${value}' is unknown: ${allowed.join(', ')} are allowed`];
}

function scaleInProblems(seconds: number | undefined): string[] {
  return seconds === undefined || (Number.isInteger(seconds) && seconds >= -1 && seconds <= 3600)
    ? []
    : [`scaleInAfter ${seconds}: -1 (never) or 0 to 3600 seconds is allowed`];
}
