import type { AcceleratorName } from '@aws-sdk/client-ecs';

/** A kind of GPU, and where EC2 has it. */
export interface AcceleratorType {
  /** EC2's own name, e.g. `A10G` (DescribeInstanceTypes, GpuInfo). */
  readonly name: string;
  /** Instance families that have it, e.g. `g5`. */
  readonly families: readonly string[];
  /** How `instanceRequirements.acceleratorNames` names it; the newer ones have no name there (facts §8). */
  readonly requirementName?: AcceleratorName;
}

/** GPUs of the families that Managed Instances launch (DG managed-instances-instance-types; EC2, accelerated computing). */
const gpus: readonly AcceleratorType[] = [
  { name: 'A100', families: ['p4d', 'p4de'], requirementName: 'a100' },
  { name: 'A10G', families: ['g5'], requirementName: 'a10g' },
  { name: 'B200', families: ['p6-b200'] },
  { name: 'B300', families: ['p6-b300'] },
  { name: 'H100', families: ['p5'], requirementName: 'h100' },
  { name: 'H200', families: ['p5en'] },
  { name: 'L4', families: ['g6', 'g6f', 'gr6', 'gr6f'] },
  { name: 'L40S', families: ['g6e'] },
  { name: 'RTX PRO Server 6000', families: ['g7e'] },
  { name: 'Radeon Pro V520', families: ['g4ad'], requirementName: 'radeon-pro-v520' },
  { name: 'T4', families: ['g4dn'], requirementName: 't4' },
  { name: 'T4g', families: ['g5g'], requirementName: 't4g' },
  { name: 'V100', families: ['p3dn'], requirementName: 'v100' },
];

/** How others write a family's GPU; the two sizes of an A100 are two families. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['a100-40gb', 'p4d'],
  ['a100-80gb', 'p4de'],
  ['h100-80gb', 'p5'],
  ['h200-141gb', 'p5en'],
  ['rtx-pro-6000', 'g7e'],
  ['v520', 'g4ad'],
]);

/** Makers are left out of names: `nvidia-tesla-t4` is how Google's Kubernetes, and so Nextflow's users, write T4. */
const MAKER = /^(nvidia|amd|tesla)-/;

const byName: ReadonlyMap<string, AcceleratorType> = new Map(
  gpus.flatMap((type) => [
    [plain(type.name), type] as const,
    // A family narrows what its GPU's name allows: `g6f` are fractions of an L4.
    ...type.families.map((family) => [family, { ...type, families: [family] }] as const),
  ]),
);

/** Names that {@link acceleratorType} knows, without a maker's in front, in alphabetical order. */
export const acceleratorTypeNames: readonly string[] = [...byName.keys(), ...aliases.keys()].sort();

/**
 * The GPU that `accelerator ..., type: '...'` names: EC2's name, or an instance family of it, in any case, with or
 * without `nvidia-`, `tesla-` or `amd-`; undefined for one that Managed Instances do not have.
 */
export function acceleratorType(name: string): AcceleratorType | undefined {
  const known = withoutMaker(plain(name));
  return byName.get(aliases.get(known) ?? known);
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
}

function withoutMaker(name: string): string {
  const shorter = name.replace(MAKER, '');
  return shorter === name ? name : withoutMaker(shorter);
}
