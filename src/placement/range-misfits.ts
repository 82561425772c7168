import type { InstanceRequirementsRequest } from '@aws-sdk/client-ecs';
import { acceleratorType } from './accelerator-type.js';
import { leastVolumeGib, type DiskSource } from './disk-source.js';
import { architectureOfName, maybeGeneralPurpose, namesAccelerated } from './instance-type.js';
import { inGib, inVcpus, type FitQuestion, type Misfit } from './misfit.js';
import type { Provider } from './provider.js';
import { asksForAccelerators } from './requirement-mismatch.js';
import { globsOverlap, isExact } from './type-glob.js';
import { acceleratorGlobs, allowedTypes } from './type-lists.js';
import { usableMemory } from './usable-memory.js';

/**
 * Why a provider cannot take a task, as far as its ranges and names tell: for where its types cannot be told one by
 * one. Where nothing speaks against it, it may still turn out that no type has everything at once: ECS says so then.
 */
export function rangeMisfits(question: FitQuestion, source: DiskSource): readonly Misfit[] {
  const checks = [
    machineTypeMisfit(question),
    acceleratorMisfit(question),
    architectureMisfit(question),
    cpuMisfit(question),
    memoryMisfit(question),
    diskMisfit(question, source),
  ];
  return checks.filter((misfit) => misfit !== undefined);
}

function machineTypeMisfit({ machineType, provider }: FitQuestion): Misfit | undefined {
  if (machineType === undefined || mayLaunch(provider, machineType)) return undefined;
  return {
    need: 'machineType',
    why: `launches no ${machineType}`,
    would: `${machineType} in its allowedInstanceTypes`,
  };
}

/** Whether the names of a provider's requirements leave some type of the glob. */
function mayLaunch(provider: Provider, glob: string): boolean {
  const { requirements } = provider;
  if (requirements === undefined) return maybeGeneralPurpose(glob);
  // Of a glob that an exclusion overlaps something may be left; of a name, or of the same glob, nothing is.
  const excludes = (one: string): boolean => one === glob || (isExact(glob) && globsOverlap(one, glob));
  if ((requirements.excludedInstanceTypes ?? []).some(excludes)) return false;
  const allowed = allowedTypes(provider);
  if (allowed !== undefined) return allowed.some((one) => globsOverlap(one, glob));
  return asksForAccelerators(requirements) || !namesAccelerated(glob);
}

function acceleratorMisfit({ needs, machineType, provider }: FitQuestion): Misfit | undefined {
  if (needs.accelerator === undefined) return undefined;
  const { type, count } = needs.accelerator;
  const globs = acceleratorGlobs(needs);
  const what = type === undefined ? 'GPUs' : `GPUs of type ${type}`;
  if (
    globs !== undefined &&
    machineType !== undefined &&
    !globs.some((glob) => globsOverlap(glob, machineType))
  )
    return {
      need: 'accelerator',
      why: `finds no ${what} in ${machineType}`,
      would: 'a machineType that has them',
    };
  const launched = globs?.some((glob) => mayLaunch(provider, glob)) ?? mayHaveGpus(provider);
  if (!launched || !admitsGpu(provider.requirements, type))
    return { need: 'accelerator', why: `has no ${what}`, would: `types with ${what}` };
  const most = provider.requirements?.acceleratorCount?.max ?? Infinity;
  if (count <= most) return undefined;
  return {
    need: 'accelerator',
    why: `has at most ${most} accelerators an instance`,
    would: `an acceleratorCount.max of ${count}`,
  };
}

function mayHaveGpus(provider: Provider): boolean {
  const { requirements } = provider;
  const allowed = allowedTypes(provider);
  if (requirements === undefined) return false;
  return asksForAccelerators(requirements) || allowed?.some(mayBeGpu) === true;
}

/** Families that have GPUs, and globs too vague to tell. */
function mayBeGpu(glob: string): boolean {
  return /^(gr?|p)[\d*]|^g?\*/.test(glob);
}

function admitsGpu(required: InstanceRequirementsRequest | undefined, type: string | undefined): boolean {
  const { acceleratorTypes = [], acceleratorManufacturers = [], acceleratorNames = [] } = required ?? {};
  if (acceleratorTypes.length > 0 && !acceleratorTypes.includes('gpu')) return false;
  if (acceleratorManufacturers.length > 0 && !acceleratorManufacturers.some((maker) => GPU_MAKERS.has(maker)))
    return false;
  if (acceleratorNames.length === 0) return true;
  if (type === undefined) return acceleratorNames.some((name) => !NO_GPUS.has(name));
  const { requirementName } = acceleratorType(type) ?? {};
  return requirementName !== undefined && acceleratorNames.includes(requirementName);
}

const GPU_MAKERS: ReadonlySet<string> = new Set(['nvidia', 'amd']);
const NO_GPUS: ReadonlySet<string> = new Set(['inferentia', 'vu9p']);

function architectureMisfit({ needs, machineType, provider }: FitQuestion): Misfit | undefined {
  const { cpuManufacturers: makers = [] } = provider.requirements ?? {};
  const wanted = needs.architecture;
  const byMaker =
    makers.length === 0 || makers.some((one) => (one === 'amazon-web-services') === (wanted === 'ARM64'));
  const names = machineType === undefined ? allowedTypes(provider) : [machineType];
  const byName = names?.some((name) => (architectureOfName(name) ?? wanted) === wanted) ?? true;
  if (byMaker && byName) return undefined;
  return { need: 'arch', why: `has no types of ${wanted}`, would: `types of ${wanted}` };
}

function cpuMisfit({ needs, provider }: FitQuestion): Misfit | undefined {
  const most = provider.requirements?.vCpuCount?.max ?? Infinity;
  if (inVcpus(needs.cpu) <= most) return undefined;
  const asked = inVcpus(needs.cpu);
  return { need: 'cpus', why: `has at most ${most} vCPUs an instance`, would: `a vCpuCount.max of ${asked}` };
}

function memoryMisfit({ needs, provider }: FitQuestion): Misfit | undefined {
  const most = provider.requirements?.memoryMiB?.max ?? Infinity;
  if (needs.memory <= usableMemory(most)) return undefined;
  return {
    need: 'memory',
    why: `has at most ${inGib(usableMemory(most))} an instance that tasks can use`,
    would: `a memoryMiB.max well above ${needs.memory}`,
  };
}

function diskMisfit({ provider }: FitQuestion, source: DiskSource): Misfit | undefined {
  if (source.kind !== 'whole') return undefined;
  const most = leastVolumeGib(provider);
  if (most >= source.gib) return undefined;
  return {
    need: 'disk',
    why: `has ${most} GiB of disk an instance`,
    would: `aws.ecs.volumeRole, or a storageSizeGiB of ${source.gib}`,
  };
}
