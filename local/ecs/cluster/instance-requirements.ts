import { flag, listOf, type Members, number, structure, text } from '../../http/aws-json.js';

const range = structure({ min: number, max: number });

const requirementMembers = {
  /** `min` is required; vCPUs. */
  vCpuCount: range,
  /** `min` is required; MiB. */
  memoryMiB: range,
  cpuManufacturers: listOf(text),
  memoryGiBPerVCpu: range,
  excludedInstanceTypes: listOf(text),
  instanceGenerations: listOf(text),
  spotMaxPricePercentageOverLowestPrice: number,
  onDemandMaxPricePercentageOverLowestPrice: number,
  bareMetal: text,
  burstablePerformance: text,
  requireHibernateSupport: flag,
  networkInterfaceCount: range,
  localStorage: text,
  localStorageTypes: listOf(text),
  totalLocalStorageGB: range,
  baselineEbsBandwidthMbps: range,
  acceleratorTypes: listOf(text),
  acceleratorCount: range,
  acceleratorManufacturers: listOf(text),
  acceleratorNames: listOf(text),
  acceleratorTotalMemoryMiB: range,
  networkBandwidthGbps: range,
  /** Names or patterns such as `c6i.*`; with it only these types are considered. */
  allowedInstanceTypes: listOf(text),
  maxSpotPriceAsPercentageOfOptimalOnDemandPrice: number,
};

/** `instanceRequirements` of a launch template, every member of the API (facts §2a). */
export const instanceRequirementsShape = structure(requirementMembers);

/** Which instance types a provider may launch; absent members allow everything. */
export type InstanceRequirements = Members<typeof requirementMembers>;

/** Lower and upper bound of one property, both inclusive and both optional. */
export type Range = ReturnType<typeof range>;
