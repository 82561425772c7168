import {
  type Accelerator,
  acceleratorMemoryMiB,
  type InstanceType,
  localStorageGB,
} from '../../ec2/instance-type.js';
import { globMatcher } from '../../glob.js';
import { type InstanceRequirements, type Range } from '../cluster/instance-requirements.js';

/**
 * Why Managed Instances never launch the type, whatever a provider asks for (facts §8: more than one vCPU, no nano
 * or micro), or `undefined`.
 */
export function unlaunchable(type: InstanceType): string | undefined {
  if (type.vCpus < 2) return 'it has one vCPU';
  return type.size === 'nano' || type.size === 'micro' ? `it is ${type.size}` : undefined;
}

/**
 * Why a provider with these requirements does not launch the type, as `member: value`, or `undefined` where it may.
 * Without requirements ECS takes general-purpose types, which have no accelerators (facts §2a, §8); which families
 * these are is not said: C, M and R here. What is left out of requirements has EC2's defaults: no burstable types, no
 * bare metal, local storage or not. Prices are not modelled, so their limits hold for every type.
 */
export function mismatch(required: InstanceRequirements | undefined, type: InstanceType): string | undefined {
  if (required === undefined) return generalPurpose(type) ? undefined : 'it is not general-purpose';
  return [
    ...machineChecks(required, type),
    ...storageChecks(required, type),
    ...acceleratorChecks(required, type),
  ].find(([, fits]) => !fits)?.[0];
}

const generalPurpose = (type: InstanceType): boolean =>
  /^[cmr]\d/.test(type.family) && !type.burstable && !type.bareMetal && type.accelerators.length === 0;

/** One requirement and whether the type meets it. */
type Check = readonly [member: string, fits: boolean];

const within = (range: Range | undefined, value: number): boolean =>
  value >= (range?.min ?? -Infinity) && value <= (range?.max ?? Infinity);

const among = (allowed: readonly string[] | undefined, value: string): boolean =>
  allowed === undefined || allowed.length === 0 || allowed.includes(value);

/** `included`, `excluded` or `required`. */
const admitted = (choice: string, has: boolean): boolean =>
  choice === 'included' || has === (choice === 'required');

const named = (patterns: readonly string[] | undefined, name: string): boolean =>
  (patterns ?? []).some((pattern) => globMatcher(pattern)(name));

const cpuMakers = { Intel: 'intel', AMD: 'amd', AWS: 'amazon-web-services' } as const;

function machineChecks(required: InstanceRequirements, type: InstanceType): Check[] {
  const { allowedInstanceTypes: allowed } = required;
  return [
    ['allowedInstanceTypes', (allowed ?? []).length === 0 || named(allowed, type.name)],
    ['excludedInstanceTypes', !named(required.excludedInstanceTypes, type.name)],
    ['vCpuCount', within(required.vCpuCount, type.vCpus)],
    ['memoryMiB', within(required.memoryMiB, type.memoryMiB)],
    ['memoryGiBPerVCpu', within(required.memoryGiBPerVCpu, type.memoryMiB / 1024 / type.vCpus)],
    ['cpuManufacturers', among(required.cpuManufacturers, cpuMakers[type.cpuManufacturer])],
    [
      'instanceGenerations',
      among(required.instanceGenerations, type.currentGeneration ? 'current' : 'previous'),
    ],
    ['burstablePerformance', admitted(required.burstablePerformance ?? 'excluded', type.burstable)],
    ['bareMetal', admitted(required.bareMetal ?? 'excluded', type.bareMetal)],
    ['requireHibernateSupport', required.requireHibernateSupport !== true || type.hibernates],
    ['networkInterfaceCount', within(required.networkInterfaceCount, type.networkInterfaces)],
    ['networkBandwidthGbps', within(required.networkBandwidthGbps, type.networkPeakGbps)],
    ['baselineEbsBandwidthMbps', within(required.baselineEbsBandwidthMbps, type.ebsMbps)],
  ];
}

function storageChecks(required: InstanceRequirements, type: InstanceType): Check[] {
  const total = localStorageGB(type);
  return [
    ['localStorage', admitted(required.localStorage ?? 'included', total > 0)],
    // Every type of the catalogue that has disks has SSDs.
    ['localStorageTypes', total === 0 || among(required.localStorageTypes, 'ssd')],
    ['totalLocalStorageGB', within(required.totalLocalStorageGB, total)],
  ];
}

const acceleratorTypes = { gpu: 'gpu', neuron: 'inference', other: 'other' } as const;
const acceleratorMakers: Readonly<Record<string, string>> = {
  NVIDIA: 'nvidia',
  AMD: 'amd',
  AWS: 'amazon-web-services',
  Habana: 'habana',
};

/** EC2's names of accelerators (facts §8, AcceleratorName): lower case, a hyphen for a space. */
const acceleratorName = ({ name }: Accelerator): string => name.toLowerCase().replaceAll(' ', '-');

/**
 * A type with accelerators is launched only where the provider asks for some, or names types (facts §8): EC2 alone
 * would let them in.
 */
function acceleratorChecks(required: InstanceRequirements, type: InstanceType): Check[] {
  const [accelerator] = type.accelerators;
  const count = type.accelerators.reduce((sum, { count }) => sum + count, 0);
  const memory = acceleratorMemoryMiB(type.accelerators);
  const { acceleratorTypes: types, acceleratorManufacturers: makers, acceleratorNames: names } = required;
  const asked = [types, makers, names].some((list) => (list ?? []).length > 0);
  const ranged = required.acceleratorCount !== undefined || required.acceleratorTotalMemoryMiB !== undefined;
  const listed = (required.allowedInstanceTypes ?? []).length > 0;
  const has = (list: readonly string[] | undefined, value: (it: Accelerator) => string): boolean =>
    (list ?? []).length === 0 || (accelerator !== undefined && among(list, value(accelerator)));
  return [
    ['accelerators', accelerator === undefined || asked || ranged || listed],
    ['acceleratorTypes', has(types, ({ kind }) => acceleratorTypes[kind])],
    ['acceleratorManufacturers', has(makers, ({ manufacturer }) => acceleratorMakers[manufacturer] ?? '')],
    ['acceleratorNames', has(names, acceleratorName)],
    ['acceleratorCount', within(required.acceleratorCount, count)],
    ['acceleratorTotalMemoryMiB', within(required.acceleratorTotalMemoryMiB, memory)],
  ];
}
