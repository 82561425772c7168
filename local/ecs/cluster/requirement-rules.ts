import { type InstanceRequirements, type Range } from './instance-requirements.js';

const choice = ['included', 'excluded', 'required'];

/** Values of the members that are an enum or a list of one (facts §2a, §8). */
const enums: readonly [keyof InstanceRequirements, readonly string[]][] = [
  ['cpuManufacturers', ['intel', 'amd', 'amazon-web-services']],
  ['instanceGenerations', ['current', 'previous']],
  ['bareMetal', choice],
  ['burstablePerformance', choice],
  ['localStorage', choice],
  ['localStorageTypes', ['hdd', 'ssd']],
  ['acceleratorTypes', ['gpu', 'fpga', 'inference']],
  ['acceleratorManufacturers', ['amazon-web-services', 'amd', 'habana', 'nvidia', 'xilinx']],
  [
    'acceleratorNames',
    [
      ...['a100', 'a10g', 'h100', 'inferentia', 'k520', 'k80', 'm60', 'radeon-pro-v520'],
      ...['t4', 't4g', 'v100', 'vu9p'],
    ],
  ],
];

/** Least bound of each range, and whether it counts things, so that a fraction makes no sense. */
const ranges: readonly [keyof InstanceRequirements, { readonly least: number; readonly whole: boolean }][] = [
  ['vCpuCount', { least: 1, whole: true }],
  ['memoryMiB', { least: 1, whole: true }],
  ['memoryGiBPerVCpu', { least: 0, whole: false }],
  ['networkInterfaceCount', { least: 1, whole: true }],
  ['totalLocalStorageGB', { least: 0, whole: false }],
  ['baselineEbsBandwidthMbps', { least: 0, whole: true }],
  ['acceleratorCount', { least: 0, whole: true }],
  ['acceleratorTotalMemoryMiB', { least: 0, whole: true }],
  ['networkBandwidthGbps', { least: 0, whole: false }],
];

const prices = [
  'spotMaxPricePercentageOverLowestPrice',
  'onDemandMaxPricePercentageOverLowestPrice',
  'maxSpotPriceAsPercentageOfOptimalOnDemandPrice',
] as const;

/** What is wrong with a provider's `instanceRequirements`: every problem, none where they are absent. */
export function requirementProblems(required: InstanceRequirements | undefined): string[] {
  if (required === undefined) return [];
  return [
    ...(required.vCpuCount?.min === undefined ? ['instanceRequirements.vCpuCount.min is missing'] : []),
    ...(required.memoryMiB?.min === undefined ? ['instanceRequirements.memoryMiB.min is missing'] : []),
    ...enums.flatMap(([name, allowed]) => enumProblems(name, required[name], allowed)),
    ...ranges.flatMap(([name, rule]) => rangeProblems(name, required[name] as Range | undefined, rule)),
    ...typeProblems(required),
    ...priceProblems(required),
  ];
}

function enumProblems(name: string, given: unknown, allowed: readonly string[]): string[] {
  const values = (Array.isArray(given) ? given : given === undefined ? [] : [given]) as readonly string[];
  return values
    .filter((value) => !allowed.includes(value))
    .map((value) => `instanceRequirements.${name} '${value}': ${allowed.join(', ')} are allowed`);
}

function rangeProblems(
  name: string,
  range: Range | undefined,
  { least, whole }: { readonly least: number; readonly whole: boolean },
): string[] {
  const { min, max } = range ?? {};
  const bounds = Object.entries({ min, max }).flatMap(([bound, value]) =>
    value === undefined || (value >= least && (!whole || Number.isInteger(value)))
      ? []
      : [`instanceRequirements.${name}.${bound} ${value}: a ${whole ? 'whole ' : ''}number from ${least}`],
  );
  return (min ?? least) > (max ?? Infinity)
    ? [...bounds, `instanceRequirements.${name}: min ${min} is above max ${max}`]
    : bounds;
}

/** EC2's limits on the lists: 400 entries, each a type or a pattern of at most 30 characters. */
function typeProblems(required: InstanceRequirements): string[] {
  const lists = (['allowedInstanceTypes', 'excludedInstanceTypes'] as const).flatMap((name) => {
    const types = required[name] ?? [];
    return [
      ...(types.length > 400
        ? [`instanceRequirements.${name} has ${types.length} entries: at most 400`]
        : []),
      ...types
        .filter((type) => !/^[A-Za-z0-9.*-]{1,30}$/.test(type))
        .map((type) => `instanceRequirements.${name} '${type}' is neither a type nor a pattern like c6i.*`),
    ];
  });
  const { allowedInstanceTypes: allowed = [], excludedInstanceTypes: excluded = [] } = required;
  return allowed.length > 0 && excluded.length > 0
    ? [
        ...lists,
        'instanceRequirements: allowedInstanceTypes and excludedInstanceTypes cannot be given together',
      ]
    : lists;
}

function priceProblems(required: InstanceRequirements): string[] {
  const wrong = prices
    .filter((name) => !((required[name] ?? 0) >= 0 && Number.isInteger(required[name] ?? 0)))
    .map((name) => `instanceRequirements.${name} ${required[name]}: a whole number from 0`);
  // EC2 takes one of the two price limits of Spot, and refuses both together when it launches.
  const both =
    required.spotMaxPricePercentageOverLowestPrice !== undefined &&
    required.maxSpotPriceAsPercentageOfOptimalOnDemandPrice !== undefined;
  return both
    ? [
        ...wrong,
        'instanceRequirements: give spotMaxPricePercentageOverLowestPrice or maxSpotPriceAsPercentageOfOptimalOnDemandPrice, not both',
      ]
    : wrong;
}
