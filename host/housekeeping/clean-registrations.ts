import type { Registration } from '../../spi/index.js';
import type { Housekeeper } from '../backend/backend.js';

/** Which registrations are taken back, and how. */
export interface RegistrationCleanOptions {
  /** Those made before this moment, epoch milliseconds. */
  readonly before: number;
  /** Takes them back; otherwise it is only told which would be. */
  readonly force: boolean;
  /** Told of each that is, or would be, taken back. May be waited for. */
  readonly cleared: (registration: Registration) => Promise<void> | void;
  /** Ends it behind what is under way. */
  readonly signal: AbortSignal;
}

/** What was taken back, or would be. */
export interface RegistrationCleanResult {
  readonly cleared: number;
  /** Those that stay since a task uses them. */
  readonly inUse: number;
  /** Those that stay since they are younger, or nobody knows how old. */
  readonly young: number;
  /** It was ended before it was through. */
  readonly interrupted: boolean;
}

/**
 * Takes back what runs have registered with backends, one behind the other, as fast as each backend allows.
 * @throws ExecutorError where a backend cannot be asked, or refuses: what is taken back then was told.
 */
export async function cleanRegistrations(
  housekeepers: readonly Housekeeper[],
  { before, force, cleared, signal }: RegistrationCleanOptions,
): Promise<RegistrationCleanResult> {
  const tally = { cleared: 0, inUse: 0, young: 0 };
  for (const { housekeeping } of housekeepers)
    for await (const registration of housekeeping.registrations()) {
      if (signal.aborted) return { ...tally, interrupted: true };
      const verdict = judge(registration, before);
      tally[verdict] += 1;
      if (verdict !== 'cleared') continue;
      if (force) await housekeeping.deregister(registration.id);
      await cleared(registration);
    }
  return { ...tally, interrupted: false };
}

function judge({ inUse, registeredAt }: Registration, before: number): 'cleared' | 'inUse' | 'young' {
  if (registeredAt === undefined || registeredAt >= before) return 'young';
  return inUse ? 'inUse' : 'cleared';
}
