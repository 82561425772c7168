import type { Architecture } from '../request/task-needs.js';

/** GPUs or other accelerators of an instance type: all of one kind. */
export interface InstanceAccelerators {
  /** As `instanceRequirements.acceleratorTypes` names it. */
  readonly kind: 'gpu' | 'fpga' | 'inference';
  /** EC2's own name, e.g. `T4`. */
  readonly name: string;
  /** EC2's own word, e.g. `NVIDIA`. */
  readonly manufacturer: string;
  readonly count: number;
  /** Share of a GPU that one of them is: 1 for a whole one, e.g. 0.125 on g6f.large. */
  readonly share: number;
  /** MiB of all together. */
  readonly memoryMiB: number;
}

/** What EC2 tells of an instance type, as far as placement needs it. */
export interface InstanceType {
  /** e.g. `r6i.2xlarge`. */
  readonly name: string;
  readonly vCpus: number;
  /** Nominal: what tasks can use is less. */
  readonly memoryMiB: number;
  readonly architectures: readonly Architecture[];
  /** EC2's own word: `Intel`, `AMD` or `AWS`. */
  readonly cpuManufacturer: string;
  readonly accelerators?: InstanceAccelerators;
  /** GB of instance store; 0 for none. */
  readonly localStorageGb: number;
  readonly spot: boolean;
  readonly currentGeneration: boolean;
  readonly burstable: boolean;
  readonly bareMetal: boolean;
}

/** The GPUs tasks can ask for; Gaudi counts as a GPU for EC2, but ECS hands out NVIDIA's and AMD's. */
export function gpusOf({ accelerators }: InstanceType): InstanceAccelerators | undefined {
  if (accelerators?.kind !== 'gpu') return undefined;
  return ['NVIDIA', 'AMD'].includes(accelerators.manufacturer) ? accelerators : undefined;
}

/** Instance families that all have accelerators (DG managed-instances-instance-types): dl1, f2, g4dn, gr6, inf2, p5, trn1. */
const ACCELERATED_FAMILY = /^(dl|f|gr?|inf|p|trn|vt)\d/i;

/** Whether every type of this name or glob has accelerators. */
export function namesAccelerated(glob: string): boolean {
  return ACCELERATED_FAMILY.test(glob);
}

/** The general-purpose families of which ECS takes types where a provider has no requirements (facts §2a). */
const GENERAL_FAMILY = /^[cmr]\d/;

/** Whether ECS takes the type for a provider without `instanceRequirements`. */
export function isGeneralPurpose({ name, accelerators, burstable, bareMetal }: InstanceType): boolean {
  return GENERAL_FAMILY.test(name) && accelerators === undefined && !burstable && !bareMetal;
}

/** Whether some type of this name or glob may be one that {@link isGeneralPurpose}. */
export function maybeGeneralPurpose(glob: string): boolean {
  return GENERAL_FAMILY.test(glob) || /^[cmr]?\*/.test(glob);
}

/** Whether Managed Instances launch it at all: more than one vCPU, no nano or micro (DG managed-instances-instance-types). */
export function isLaunchable({ name, vCpus }: InstanceType): boolean {
  return vCpus > 1 && !/\.(nano|micro)$/.test(name);
}

/** The family of a name or glob, e.g. `g5` of `g5.*`; undefined where a wildcard stands in it. */
export function familyOf(glob: string): string | undefined {
  return /^([^*.]+)\./.exec(glob)?.[1];
}

/** The architecture that a family's name tells: a `g` after the generation is Graviton; undefined for a vaguer glob. */
export function architectureOfName(glob: string): Architecture | undefined {
  const family = familyOf(glob);
  if (family === undefined) return undefined;
  return /^(a1$|[a-z]+\d+g|im4gn)/.test(family) ? 'ARM64' : 'X86_64';
}
