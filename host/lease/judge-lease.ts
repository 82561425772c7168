import type { LeaseRecord } from './lease-record.js';
import type { RunOwner } from './run-owner.js';

/** Milliseconds without a renewal, by the storage's clock, after which the engine of a lease counts as dead. */
export const LEASE_LIFE_MS = 15 * 60_000;

/** Whoever looks at a lease. */
export interface LeaseWitness extends Pick<RunOwner, 'processSpace' | 'pid' | 'isAlive'> {
  /** Its own engine; absent where it has none. */
  readonly engine?: string;
  /** Engines that live in its own process. */
  readonly engines: ReadonlySet<string>;
}

/**
 * Whether the engine of a lease lives. Where the storage's clock does not tell, only who shares its process space can
 * know more: a process number means nothing elsewhere.
 * @param record undefined where the lease cannot be read.
 * @param ageMs Milliseconds since it was written, by the storage's clock.
 */
export function judgeLease(
  record: LeaseRecord | undefined,
  ageMs: number,
  witness: LeaseWitness,
): 'alive' | 'dead' | 'ours' {
  if (record !== undefined && record.engine === witness.engine) return 'ours';
  if (ageMs >= LEASE_LIFE_MS || record?.state === 'ended') return 'dead';
  if (record === undefined || record.processSpace !== witness.processSpace) return 'alive';
  const lives = record.pid === witness.pid ? witness.engines.has(record.engine) : witness.isAlive(record.pid);
  return lives ? 'alive' : 'dead';
}
