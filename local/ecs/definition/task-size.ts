import { type ContainerDefinition } from './container-shape.js';
import { type DefinitionInput } from './definition-shape.js';
import { unless } from './rule.js';

/** CPU units of `1024`, `1 vCPU` or `.5 vcpu`; `undefined` where the text is none of these. */
export function cpuUnits(text: string): number | undefined {
  const found = /^(\d+)$|^(\d*\.?\d+)\s*vcpu$/i.exec(text.trim());
  if (found === null) return undefined;
  return found[1] === undefined ? Math.round(Number(found[2]) * 1024) : Number(found[1]);
}

/** MiB of `2048`, `2 GB` or `0.5GB`; `undefined` where the text is none of these. */
export function memoryMiB(text: string): number | undefined {
  const found = /^(\d+)$|^(\d*\.?\d+)\s*gb$/i.exec(text.trim());
  if (found === null) return undefined;
  return found[1] === undefined ? Math.round(Number(found[2]) * 1024) : Number(found[1]);
}

/** Task-level bounds on Managed Instances: 128 to 196608 units (facts §1a; one page still says 10 vCPU). */
export function sizeProblems(cpu: string | undefined, memory: string | undefined): string[] {
  const units = cpu === undefined ? undefined : cpuUnits(cpu);
  const mebibytes = memory === undefined ? undefined : memoryMiB(memory);
  return [
    ...(cpu !== undefined && (units === undefined || units < 128 || units > 196_608)
      ? [`Invalid 'cpu' setting for task: '${cpu}' (128 to 196608 units)`]
      : []),
    ...(memory !== undefined && (mebibytes === undefined || mebibytes < 6)
      ? [`Invalid 'memory' setting for task: '${memory}' (a whole number of MiB from 6, or n GB)`]
      : []),
  ];
}

/** Fargate's combinations: units to the least, the greatest and the step of memory in MiB. */
const combinations: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16384: [32_768, 122_880, 8192],
};

/** Fargate has sizes of its own and needs both at the task level. */
export function fargateSizeProblems(cpu: string | undefined, memory: string | undefined): string[] {
  const missing = [...(cpu === undefined ? ['cpu'] : []), ...(memory === undefined ? ['memory'] : [])];
  if (missing.length > 0) {
    return missing.map((size) => `Fargate requires that '${size}' be defined at the task level.`);
  }
  const units = cpuUnits(cpu ?? '') ?? 0;
  const mebibytes = memoryMiB(memory ?? '') ?? 0;
  const [least, most, step] = combinations[units] ?? [1, 0, 1];
  const fits = mebibytes >= least && mebibytes <= most && (mebibytes - least) % step === 0;
  // The smallest size has two odd steps: 512 and 1024, then 2048.
  const small = units === 256 && ![512, 1024, 2048].includes(mebibytes);
  return unless(
    fits && !small,
    `No Fargate configuration exists for given values: ${cpu ?? ''} CPU, ${memory ?? ''} memory.`,
  );
}

/**
 * Containers' sizes against their task's: each has memory somewhere, at least 6 MiB, and together they have no more
 * than the task. Without a task-level size, Managed Instances add up the containers' (facts §1a); cpu may be absent
 * everywhere.
 */
export function memoryProblems({ cpu, memory, containerDefinitions = [] }: DefinitionInput): string[] {
  // Text that is no size is told once, as such, by the rules of sizes.
  const most = (size: string | undefined, read: (text: string) => number | undefined): number =>
    size === undefined ? Infinity : (read(size) ?? Infinity);
  const [mostCpu, mostMemory] = [most(cpu, cpuUnits), most(memory, memoryMiB)];
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  const reserved = sum(containerDefinitions.map((own) => own.memoryReservation ?? own.memory ?? 0));
  const units = sum(containerDefinitions.map((own) => own.cpu ?? 0));
  const tooBig = containerDefinitions.some((own) => (own.memory ?? 0) > mostMemory);
  return [
    ...containerDefinitions.flatMap((container, index) =>
      containerMemoryProblems(container, `containerDefinitions[${index}]`, memory),
    ),
    ...unless(
      reserved <= mostMemory || tooBig,
      `the containers' memory adds up to ${reserved} MiB, more than the task's ${mostMemory}`,
    ),
    ...unless(
      units <= mostCpu,
      `the containers' cpu adds up to ${units} units, more than the task's ${mostCpu}`,
    ),
  ];
}

function containerMemoryProblems(
  { name = '', memory: hard, memoryReservation: soft }: ContainerDefinition,
  path: string,
  taskMemory: string | undefined,
): string[] {
  const most = taskMemory === undefined ? Infinity : (memoryMiB(taskMemory) ?? Infinity);
  const invalid = `Invalid setting for container '${name}'.`;
  return [
    ...unless(
      taskMemory !== undefined || hard !== undefined || soft !== undefined,
      `${invalid} At least one of 'memory' or 'memoryReservation' must be specified.`,
    ),
    ...unless(
      (hard ?? 6) >= 6 && (soft ?? 6) >= 6,
      `${path}: memory and memoryReservation must be at least 6 MiB`,
    ),
    ...unless(
      hard === undefined || soft === undefined || hard >= soft,
      `${invalid} 'memory' must be greater than or equal to 'memoryReservation'.`,
    ),
    ...unless((hard ?? 0) <= most, `${path}.memory ${hard ?? ''} is larger than the task's memory ${most}`),
  ];
}

/** GPUs among resource requirements: `ALL` is at least one; fractions count as such (facts §8). */
export function gpuCount(
  requirements: readonly { readonly type?: string; readonly value?: string }[],
): number {
  return requirements
    .filter(({ type }) => type === 'GPU')
    .reduce((total, { value = '' }) => total + (value === 'ALL' ? 1 : Number(value)), 0);
}
