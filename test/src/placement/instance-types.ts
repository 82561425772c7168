import type { InstanceAccelerators, InstanceType } from '../../../src/placement/instance-type.js';

const GIB = 1024;

interface Row extends Partial<Omit<InstanceType, 'name' | 'memoryMiB'>> {
  readonly gib: number;
}

function nvidia(
  name: string,
  count: number,
  memoryMiB: number,
  share = 1,
): { accelerators: InstanceAccelerators } {
  return { accelerators: { kind: 'gpu', name, manufacturer: 'NVIDIA', count, share, memoryMiB } };
}

const GRAVITON: Pick<InstanceType, 'architectures' | 'cpuManufacturer'> = {
  architectures: ['ARM64'],
  cpuManufacturer: 'AWS',
};

/** As DescribeInstanceTypes describes them (EC2 instance types guide). */
const rows: Readonly<Record<string, Row>> = {
  'c5d.large': { vCpus: 2, gib: 4, localStorageGb: 50 },
  'c5d.9xlarge': { vCpus: 36, gib: 72, localStorageGb: 900 },
  'c6a.48xlarge': { vCpus: 192, gib: 384, cpuManufacturer: 'AMD' },
  'c6i.large': { vCpus: 2, gib: 4 },
  'c7g.2xlarge': { vCpus: 8, gib: 16, ...GRAVITON },
  'c7g.medium': { vCpus: 1, gib: 2, ...GRAVITON },
  'dl1.24xlarge': {
    vCpus: 96,
    gib: 768,
    localStorageGb: 4000,
    accelerators: {
      kind: 'gpu',
      name: 'Gaudi HL-205',
      manufacturer: 'Habana',
      count: 8,
      share: 1,
      memoryMiB: 262_144,
    },
  },
  'g4dn.12xlarge': { vCpus: 48, gib: 192, localStorageGb: 900, ...nvidia('T4', 4, 65_536) },
  'g4dn.xlarge': { vCpus: 4, gib: 16, localStorageGb: 125, ...nvidia('T4', 1, 16_384) },
  'g5.xlarge': {
    vCpus: 4,
    gib: 16,
    localStorageGb: 250,
    cpuManufacturer: 'AMD',
    ...nvidia('A10G', 1, 24_576),
  },
  'g5g.xlarge': { vCpus: 4, gib: 8, ...GRAVITON, ...nvidia('T4g', 1, 16_384) },
  'g6f.large': { vCpus: 2, gib: 8, cpuManufacturer: 'AMD', ...nvidia('L4', 1, 2861, 0.125) },
  'g6f.4xlarge': { vCpus: 16, gib: 64, cpuManufacturer: 'AMD', ...nvidia('L4', 1, 11_444, 0.5) },
  'inf2.xlarge': {
    vCpus: 4,
    gib: 16,
    cpuManufacturer: 'AMD',
    accelerators: {
      kind: 'inference',
      name: 'Inferentia2',
      manufacturer: 'AWS',
      count: 1,
      share: 1,
      memoryMiB: 32_768,
    },
  },
  'm4.large': { vCpus: 2, gib: 8, currentGeneration: false },
  'm5.metal': { vCpus: 96, gib: 384, bareMetal: true },
  'm6i.2xlarge': { vCpus: 8, gib: 32 },
  'm6i.large': { vCpus: 2, gib: 8 },
  'p5.48xlarge': {
    vCpus: 192,
    gib: 2048,
    localStorageGb: 30_400,
    cpuManufacturer: 'AMD',
    ...nvidia('H100', 8, 655_360),
  },
  'r6i.2xlarge': { vCpus: 8, gib: 64 },
  'r6i.4xlarge': { vCpus: 16, gib: 128 },
  't3.large': { vCpus: 2, gib: 8, burstable: true },
  't3.micro': { vCpus: 2, gib: 1, burstable: true },
  'u7i-12tb.224xlarge': { vCpus: 896, gib: 12_288, spot: false },
};

/** A small EC2. */
export const instanceTypes: readonly InstanceType[] = Object.entries(rows).map(([name, { gib, ...row }]) => ({
  name,
  vCpus: 2,
  memoryMiB: gib * GIB,
  architectures: ['X86_64'],
  cpuManufacturer: 'Intel',
  localStorageGb: 0,
  spot: true,
  currentGeneration: true,
  burstable: false,
  bareMetal: false,
  ...row,
}));

/** One of {@link instanceTypes}. */
export function instanceType(name: string): InstanceType {
  const found = instanceTypes.find((type) => type.name === name);
  if (found === undefined) throw new Error(`there is no ${name} among the tests' types`);
  return found;
}
