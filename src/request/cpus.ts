import { invalid, refused, taken, unsatisfiable, type Reading } from './reading.js';

const DEFAULT_CPUS = 1;
/** TaskOverride and RegisterTaskDefinition: 128 to 196608 CPU units, 1024 to a vCPU. */
const LEAST_UNITS = 128;
const MOST_UNITS = 196_608;
const UNITS_PER_VCPU = 1024;

/** CPU units, never less than was asked for; of a process that does not ask 1 vCPU. */
export function readCpus(cpus: number = DEFAULT_CPUS): Reading<number> {
  if (!Number.isFinite(cpus) || cpus <= 0)
    return refused(invalid('must be a number of vCPUs above 0', String(cpus), 'Write it like: cpus 2'));
  // Floats such as 0.1 * 3 must not add a unit, so what is left of the division is rounded first.
  const units = Math.ceil(Number((cpus * UNITS_PER_VCPU).toFixed(6)));
  if (units > MOST_UNITS)
    return refused(
      unsatisfiable(
        `a task on ECS can have at most ${MOST_UNITS / UNITS_PER_VCPU} vCPUs`,
        String(cpus),
        'Ask for fewer cpus.',
      ),
    );
  if (units >= LEAST_UNITS) return taken(units);
  return taken(
    LEAST_UNITS,
    `${cpus} vCPUs are less than ECS gives: tasks get ${LEAST_UNITS / UNITS_PER_VCPU}.`,
  );
}
