import { RequestError, type Problem, type TaskDirectives } from '../../spi/index.js';

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

/**
 * Never shrinks what was asked: cpu is rounded up to whole units, memory to whole MiB, and both are lifted to
 * ECS's least.
 * @throws RequestError (RESOURCES_UNSATISFIABLE) for more cpu than any task may have.
 */
export function resourcesOf(name: string, directives: TaskDirectives): TaskResources {
  const problem = resourceProblem(name, directives);
  if (problem !== undefined) {
    throw new RequestError(
      `Task ${name} cannot run on ECS: it asks for more than ECS has. Correct what is listed.`,
      {
        code: 'RESOURCES_UNSATISFIABLE',
        problems: [problem],
      },
    );
  }
  const memory =
    directives.memory === undefined ? DEFAULT_MEMORY_MIB : Math.ceil(directives.memory / BYTES_PER_MIB);
  return {
    cpu: String(Math.max(LEAST_CPU, cpuUnits(directives))),
    memory: String(Math.max(LEAST_MEMORY_MIB, memory)),
  };
}

/** Why the process's cpu can never be met; undefined when it may be. */
export function resourceProblem(name: string, directives: TaskDirectives): Problem | undefined {
  if (cpuUnits(directives) <= MOST_CPU) return undefined;
  return {
    code: 'RESOURCES_UNSATISFIABLE',
    path: `process ${name}, directive cpus`,
    message: `a task on ECS can have at most ${MOST_CPU / UNITS_PER_VCPU} vCPUs`,
    found: String(directives.cpus),
    fix: 'Ask for fewer cpus.',
  };
}

/** Floats such as 0.1 * 3 must not add a unit, so what is left of the division is rounded first. */
function cpuUnits({ cpus = DEFAULT_CPUS }: TaskDirectives): number {
  return Math.ceil(Number((cpus * UNITS_PER_VCPU).toFixed(6)));
}
