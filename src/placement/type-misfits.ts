import type { AcceleratorNeed } from '../request/task-needs.js';
import { instanceVolumeGib, type DiskSource } from './disk-source.js';
import { gpusOf, type InstanceType } from './instance-type.js';
import { inGib, inVcpus, type FitQuestion, type Misfit, type NeedName } from './misfit.js';
import { isExact } from './type-glob.js';
import { usableMemory } from './usable-memory.js';

/** Types that fit, or every reason why none of them does. */
export type TypeVerdict =
  | { readonly types: readonly [InstanceType, ...InstanceType[]] }
  | { readonly misfits: readonly [Misfit, ...Misfit[]] };

/** One thing a type must have. */
interface Criterion {
  readonly need: NeedName;
  met(type: InstanceType): boolean;
  /** @param types of which none meets it; at least one. */
  misfit(types: readonly InstanceType[]): Omit<Misfit, 'need'>;
}

/** Which of the types that a provider may launch can hold the task; there is at least one. */
export function fittingTypes(
  question: FitQuestion,
  source: DiskSource,
  types: readonly InstanceType[],
): TypeVerdict {
  const criteria = criteriaOf(question, source);
  const [first, ...others] = types.filter((type) => criteria.every((criterion) => criterion.met(type)));
  if (first !== undefined) return { types: [first, ...others] };
  const [misfit, ...more] = criteria
    .filter((criterion) => !types.some((type) => criterion.met(type)))
    .map((criterion): Misfit => ({ need: criterion.need, ...criterion.misfit(types) }));
  return { misfits: misfit === undefined ? [notAtOnce(question)] : [misfit, ...more] };
}

/**
 * MiB to ask for on this type. Who pins a type and asks for all its nominal memory means all that there is: the one
 * exception to never giving less than was asked for (docs/adr/0022).
 */
export function memoryOn({ needs, machineType }: FitQuestion, type: InstanceType): number {
  const pinned = machineType !== undefined && isExact(machineType);
  return pinned && needs.memory === type.memoryMiB ? usableMemory(type.memoryMiB) : needs.memory;
}

function criteriaOf(question: FitQuestion, source: DiskSource): readonly Criterion[] {
  const { accelerator } = question.needs;
  return [
    architecture(question),
    ...(accelerator === undefined ? [] : [gpus(accelerator)]),
    cpus(question),
    memory(question),
    ...(source.kind === 'whole' ? [disk(question, source.gib)] : []),
  ];
}

function architecture({ needs }: FitQuestion): Criterion {
  return {
    need: 'arch',
    met: ({ architectures }) => architectures.includes(needs.architecture),
    misfit: (types) => ({
      why: `has ${[...new Set(types.flatMap(({ architectures }) => architectures))].join(' and ')} types only`,
      would: `types of ${needs.architecture}`,
    }),
  };
}

/** Whole GPUs never come of a fractional type, nor a fraction of a whole one (DG ecs-gpu-specifying). */
function gpus({ count, type: wanted }: AcceleratorNeed): Criterion {
  const fraction = count < 1;
  const matching = (type: InstanceType): number => {
    const gpu = gpusOf(type);
    return gpu === undefined || gpu.share < 1 !== fraction ? 0 : gpu.count * gpu.share;
  };
  const what = wanted === undefined ? 'GPUs' : `GPUs of type ${wanted}`;
  return {
    need: 'accelerator',
    met: (type) => matching(type) >= count,
    misfit: (types) => {
      const most = Math.max(...types.map(matching));
      const kind = fraction ? 'fractional' : 'whole';
      return {
        why: most === 0 ? `has no ${kind} ${what}` : `has at most ${most} ${what} an instance`,
        would: fraction ? `types such as g6f with ${count} of a GPU or more` : `types with ${count} ${what}`,
      };
    },
  };
}

function cpus({ needs }: FitQuestion): Criterion {
  return {
    need: 'cpus',
    met: ({ vCpus }) => vCpus * 1024 >= needs.cpu,
    misfit: (types) => ({
      why: `has at most ${Math.max(...types.map(({ vCpus }) => vCpus))} vCPUs an instance`,
      would: `types with ${inVcpus(needs.cpu)} vCPUs`,
    }),
  };
}

function memory(question: FitQuestion): Criterion {
  return {
    need: 'memory',
    met: (type) => usableMemory(type.memoryMiB) >= memoryOn(question, type),
    misfit: (types) => ({
      why: `has at most ${inGib(Math.max(...types.map(({ memoryMiB }) => usableMemory(memoryMiB))))} an instance that tasks can use`,
      would: `types with more than ${inGib(question.needs.memory)}`,
    }),
  };
}

function disk({ provider }: FitQuestion, gib: number): Criterion {
  return {
    need: 'disk',
    met: (type) => instanceVolumeGib(provider, type) >= gib,
    misfit: (types) => ({
      why: `has at most ${Math.max(...types.map((type) => instanceVolumeGib(provider, type)))} GiB of disk an instance`,
      would: `aws.ecs.volumeRole, or a storageSizeGiB of ${gib}`,
    }),
  };
}

function notAtOnce({ needs }: FitQuestion): Misfit {
  return {
    why: `has no type with all of it at once: ${inVcpus(needs.cpu)} vCPUs, ${inGib(needs.memory)} and the rest`,
    would: 'larger types',
  };
}
