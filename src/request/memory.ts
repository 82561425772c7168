import { invalid, refused, taken, type Reading } from './reading.js';

/** What a task gets where its process does not say. */
const DEFAULT_MIB = 2048;
/** A container needs 6 MiB to start (ContainerDefinition, memory). */
const LEAST_MIB = 6;
const BYTES_PER_MIB = 1024 * 1024;

/**
 * Whole MiB, never less than was asked for; of a process that does not ask 2048. Any size goes with any cpu
 * on Managed Instances; whether an instance has so much is for placement to know.
 * @param bytes as the engine hands it over.
 */
export function readMemory(bytes?: number): Reading<number> {
  if (bytes === undefined) return taken(DEFAULT_MIB);
  const mib = Math.ceil(bytes / BYTES_PER_MIB);
  if (!Number.isSafeInteger(mib) || bytes < 0)
    return refused(
      invalid('must be a size of 0 bytes or more', String(bytes), "Write it like: memory '4 GB'"),
    );
  if (mib >= LEAST_MIB) return taken(mib);
  return taken(LEAST_MIB, `${bytes} bytes are less than a container needs: tasks get ${LEAST_MIB} MiB.`);
}
