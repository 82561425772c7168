import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { isMap } from './directive-values.js';
import { invalid, refused, taken, type Reading } from './reading.js';
import type { Architecture } from './task-needs.js';

/** What a process gets that does not say: most images are built for it. */
export const DEFAULT_ARCHITECTURE: Architecture = 'X86_64';

/** Names as Nextflow's `arch`, Docker's platforms and `uname -m` have them (RuntimePlatform, cpuArchitecture). */
const ARCHITECTURES: ReadonlyMap<string, Architecture> = new Map([
  ...['amd64', 'x86_64', 'x86-64'].map((name) => [name, 'X86_64'] as const),
  ...['arm64', 'arm64/v8', 'aarch64'].map((name) => [name, 'ARM64'] as const),
]);

/**
 * `target` names a generation of CPUs that software is built for (Spack); a container is built already, so it
 * decides nothing here and is said, not refused: the same process may be built elsewhere.
 */
export function readArch(value: DirectiveValue): Reading<Architecture> {
  const { name, target, ...others } = isMap(value) ? value : { name: value };
  const architecture =
    typeof name === 'string' ? ARCHITECTURES.get(name.toLowerCase().replace(/^linux\//, '')) : undefined;
  if (architecture === undefined || Object.keys(others).length > 0)
    return refused(
      invalid(
        'must be linux/amd64 (also x86_64) or linux/arm64 (also aarch64): ECS Managed Instances have no other',
        describeValue(value),
        "Write it like: arch 'linux/arm64'",
      ),
    );
  if (target === undefined || target === null) return taken(architecture);
  return taken(
    architecture,
    `target ${describeValue(target)} has no effect: the image is built already. Name instances by machineType.`,
  );
}
