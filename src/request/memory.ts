import { invalid, refused, taken, unsatisfiable, type Reading } from './reading.js';

/** What a task gets where its process does not say. */
const DEFAULT_MIB = 2048;
/** A container needs 6 MiB to start (ContainerDefinition, memory). */
const LEAST_MIB = 6;
/** What the largest of EC2's types has, u7inh-32tb: 32 TiB. */
const MOST_MIB = 32 * 1024 * 1024;
const BYTES_PER_MIB = 1024 * 1024;

/**
 * Whole MiB, never less than was asked for; of a process that does not ask 2048. Any size goes with any cpu
 * on Managed Instances; whether an instance of a provider has so much is for placement to know.
 * @param bytes as the engine hands it over.
 */
export function readMemory(bytes?: number): Reading<number> {
  if (bytes === undefined) return taken(DEFAULT_MIB);
  const mib = Math.ceil(bytes / BYTES_PER_MIB);
  if (!Number.isSafeInteger(mib) || bytes < 0)
    return refused(
      invalid('must be a size of 0 bytes or more', String(bytes), "Write it like: memory '4 GB'"),
    );
  if (mib > MOST_MIB)
    return refused(
      unsatisfiable('no instance type of EC2 has more than 32 TiB', `${mib} MiB`, 'Ask for less memory.'),
    );
  if (mib >= LEAST_MIB) return taken(mib);
  return taken(LEAST_MIB, `${bytes} bytes are less than a container needs: tasks get ${LEAST_MIB} MiB.`);
}
