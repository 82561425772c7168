import type { Problem, TaskDirectives } from '../../spi/index.js';

/** Task-level cpu (CPU units, 1024 to a vCPU) and memory (MiB) as ECS takes them: strings. */
export interface TaskResources {
  readonly cpu: string;
  readonly memory: string;
}

/** What a task gets where the process does not say. */
const DEFAULT_CPUS = 1;
const DEFAULT_MEMORY_MIB = 2048;
/** RegisterTaskDefinition and TaskOverride: 128 to 196608 CPU units on Managed Instances. */
const LEAST_CPU = 128;
const MOST_CPU = 196_608;
const UNITS_PER_VCPU = 1024;
/** A container needs 6 MiB to start (ContainerDefinition, memory). */
const LEAST_MEMORY_MIB = 6;
const BYTES_PER_MIB = 1024 * 1024;

/** Whole MiB, never less than was asked for. */
export function memoryMib({ memory }: TaskDirectives): number {
  if (memory === undefined) return DEFAULT_MEMORY_MIB;
  return Math.max(LEAST_MEMORY_MIB, Math.ceil(memory / BYTES_PER_MIB));
}

/** CPU units, never less than was asked for. */
export function cpuUnits(directives: TaskDirectives): number {
  return Math.max(LEAST_CPU, askedUnits(directives));
}

/** Why the process's cpu can never be met; undefined when it may be. */
export function resourceProblem(name: string, directives: TaskDirectives): Problem | undefined {
  if (askedUnits(directives) <= MOST_CPU) return undefined;
  return {
    code: 'RESOURCES_UNSATISFIABLE',
    path: `process ${name}, directive cpus`,
    message: `a task on ECS can have at most ${MOST_CPU / UNITS_PER_VCPU} vCPUs`,
    found: String(directives.cpus),
    fix: 'Ask for fewer cpus.',
  };
}

/** Floats such as 0.1 * 3 must not add a unit, so what is left of the division is rounded first. */
function askedUnits({ cpus = DEFAULT_CPUS }: TaskDirectives): number {
  return Math.ceil(Number((cpus * UNITS_PER_VCPU).toFixed(6)));
}
