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

/** Where FARGATE is listed beside MANAGED_INSTANCES its combinations are enforced too (facts §1a). */
export function fargateProblems(cpu: string | undefined, memory: string | undefined): string[] {
  const units = cpuUnits(cpu ?? '') ?? 0;
  const mebibytes = memoryMiB(memory ?? '') ?? 0;
  const [least, most, step] = combinations[units] ?? [1, 0, 1];
  const fits = mebibytes >= least && mebibytes <= most && (mebibytes - least) % step === 0;
  // The smallest size has two odd steps: 512 and 1024, then 2048.
  const small = units === 256 && ![512, 1024, 2048].includes(mebibytes);
  return fits && !small
    ? []
    : [`No Fargate configuration exists for given values: ${cpu ?? 'no'} CPU, ${memory ?? 'no'} memory`];
}

/** GPUs among resource requirements: `ALL` is at least one; fractions count as such (facts §8). */
export function gpuCount(
  requirements: readonly { readonly type?: string; readonly value?: string }[],
): number {
  return requirements
    .filter(({ type }) => type === 'GPU')
    .reduce((total, { value = '' }) => total + (value === 'ALL' ? 1 : Number(value)), 0);
}
