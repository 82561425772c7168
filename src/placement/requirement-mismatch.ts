import type { InstanceRequirementsRequest } from '@aws-sdk/client-ecs';
import { isGeneralPurpose, isLaunchable, type InstanceType } from './instance-type.js';
import { globsOverlap } from './type-glob.js';

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** A member of the requirements and whether the type meets it. */
type Check = readonly [member: string, met: boolean];

/**
 * What keeps a provider from launching a type, as a clause, e.g. `its vCpuCount leaves it out`; undefined where nothing
 * does. What is left out of them has EC2's defaults (EC2 InstanceRequirements): no burstable types, no bare
 * metal. Network, EBS bandwidth, hibernation and prices are not looked at: a wrong yes is told by ECS, a wrong no by
 * nobody.
 */
export function requirementMismatch(
  requirements: InstanceRequirementsRequest | undefined,
  type: InstanceType,
): string | undefined {
  if (!isLaunchable(type)) return 'Managed Instances have no types of one vCPU, nano or micro';
  if (requirements === undefined) {
    return isGeneralPurpose(type)
      ? undefined
      : 'without instanceRequirements only general-purpose C, M and R types are launched';
  }
  // EC2 alone would let them in; ECS takes accelerated types where some are asked for, or types are named (facts §2a, §8).
  if (
    type.accelerators !== undefined &&
    (requirements.allowedInstanceTypes ?? []).length === 0 &&
    !asksForAccelerators(requirements)
  )
    return 'without accelerator requirements no accelerated types are launched';
  const checks = [...machineChecks(requirements, type), ...acceleratorChecks(requirements, type)];
  const unmet = checks.find(([, met]) => !met)?.[0];
  return unmet === undefined ? undefined : `its ${unmet} leaves it out`;
}

function machineChecks(required: InstanceRequirementsRequest, type: InstanceType): readonly Check[] {
  const { allowedInstanceTypes: allowed = [], excludedInstanceTypes: excluded = [] } = required;
  return [
    ['allowedInstanceTypes', allowed.length === 0 || named(allowed, type)],
    ['excludedInstanceTypes', !named(excluded, type)],
    ['vCpuCount', within(required.vCpuCount, type.vCpus)],
    ['memoryMiB', within(required.memoryMiB, type.memoryMiB)],
    ['memoryGiBPerVCpu', within(required.memoryGiBPerVCpu, type.memoryMiB / 1024 / type.vCpus)],
    ['cpuManufacturers', among(required.cpuManufacturers, maker(type.cpuManufacturer))],
    [
      'instanceGenerations',
      among(required.instanceGenerations, type.currentGeneration ? 'current' : 'previous'),
    ],
    ['burstablePerformance', admitted(required.burstablePerformance ?? 'excluded', type.burstable)],
    ['bareMetal', admitted(required.bareMetal ?? 'excluded', type.bareMetal)],
    ['localStorage', admitted(required.localStorage ?? 'included', type.localStorageGb > 0)],
    ['totalLocalStorageGB', within(required.totalLocalStorageGB, type.localStorageGb)],
  ];
}

function acceleratorChecks(required: InstanceRequirementsRequest, type: InstanceType): readonly Check[] {
  const { accelerators } = type;
  const { kind = '', name = '', manufacturer = '', count = 0, memoryMiB = 0 } = accelerators ?? {};
  return [
    ['acceleratorTypes', among(required.acceleratorTypes, kind)],
    ['acceleratorManufacturers', among(required.acceleratorManufacturers, maker(manufacturer))],
    ['acceleratorNames', among(required.acceleratorNames, name.toLowerCase().replaceAll(' ', '-'))],
    ['acceleratorCount', within(required.acceleratorCount, count)],
    ['acceleratorTotalMemoryMiB', within(required.acceleratorTotalMemoryMiB, memoryMiB)],
  ];
}

/** Whether the requirements speak of accelerators at all. */
export function asksForAccelerators(required: InstanceRequirementsRequest): boolean {
  return (
    [required.acceleratorTypes, required.acceleratorManufacturers, required.acceleratorNames].some(
      (list = []) => list.length > 0,
    ) ||
    (required.acceleratorCount !== undefined && required.acceleratorCount.max !== 0) ||
    (required.acceleratorTotalMemoryMiB !== undefined && required.acceleratorTotalMemoryMiB.max !== 0)
  );
}

function named(globs: readonly string[], { name }: InstanceType): boolean {
  return globs.some((glob) => globsOverlap(glob, name));
}

function within(range: Range | undefined, value: number): boolean {
  return value >= (range?.min ?? 0) && value <= (range?.max ?? Infinity);
}

function among(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || list.length === 0 || list.includes(value);
}

/** `included`, `excluded` or `required`. */
function admitted(choice: string, has: boolean): boolean {
  return choice === 'included' || has === (choice === 'required');
}

/** DescribeInstanceTypes writes `AWS` and `NVIDIA` where requirements have `amazon-web-services` and `nvidia`. */
function maker(name: string): string {
  return name === 'AWS' ? 'amazon-web-services' : name.toLowerCase();
}
