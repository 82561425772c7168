import { type ManagedInstancesProvider } from './capacity-provider.js';

/** What one task asks for. */
export interface TaskNeeds {
  /** CPU units, 1024 a vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly gpus: number;
}

/** The largest instance the local cloud offers where a provider says nothing: 192 vCPU, 1.5 TiB. */
const biggest = { vCpus: 192, memoryMiB: 1_572_864 };

/**
 * Memory an instance of `nominal` MiB has left for tasks. AWS gives no number, only that it is less than
 * nominal (facts §2d); 3 % and 256 MiB is this cloud's guess, enough to fail who asks for exactly the nominal size.
 */
export const usableMemory = (nominal: number): number => Math.floor(nominal * 0.97 - 256);

/**
 * Why no instance of the provider can ever hold the task, in the words of `failures[].reason` (facts §3a), or
 * `undefined`. Only the bounds of the requirements are looked at: which types exist between them is not modelled.
 */
export function misfit(needs: TaskNeeds, provider: ManagedInstancesProvider): string | undefined {
  const required = provider.instanceLaunchTemplate?.instanceRequirements;
  const vCpus = required?.vCpuCount?.max ?? biggest.vCpus;
  const memory = required?.memoryMiB?.max ?? biggest.memoryMiB;
  if (needs.cpu > vCpus * 1024) return 'RESOURCE:CPU';
  if (needs.memoryMiB > usableMemory(memory)) return 'RESOURCE:MEMORY';
  if (needs.gpus > 0 && !hasAccelerators(provider)) return 'RESOURCE:GPU';
  return undefined;
}

/** A provider without requirements gives general-purpose types only, so no GPU (facts §8). */
function hasAccelerators(provider: ManagedInstancesProvider): boolean {
  const required = provider.instanceLaunchTemplate?.instanceRequirements;
  return (
    required?.acceleratorTypes !== undefined ||
    required?.acceleratorCount !== undefined ||
    required?.acceleratorManufacturers !== undefined ||
    required?.acceleratorNames !== undefined ||
    (required?.allowedInstanceTypes ?? []).some((type) => /^(g|p|inf|trn|dl)\d/.test(type))
  );
}
