import { openBackend, openRunBackend, type BackendGround } from '../backend/open-backend.js';
import type { RunOwner } from '../lease/run-owner.js';
import type { CleanOptions, CleanResult } from './clean-api.js';
import {
  cleanRegistrations,
  type RegistrationCleanOptions,
  type RegistrationCleanResult,
} from './clean-registrations.js';
import { CleanRuns } from './clean-runs.js';
import { RunPlaces } from './run-places.js';

/** What a cleaning reaches backends by. */
export type CleanGround = Omit<BackendGround, 'noun'>;

const NOUN = { noun: 'cleaning' };

/** Cleans runs of a folder, each where its own configuration says. See {@link CleanRuns.execute}. */
export async function cleanRuns(
  options: CleanOptions,
  ground: CleanGround & { readonly owner: RunOwner },
): Promise<CleanResult> {
  const places = new RunPlaces({ ...ground, ...NOUN }, ground.owner, openRunBackend);
  try {
    return await new CleanRuns(options, places).execute();
  } finally {
    await places.close();
  }
}

/** Takes registrations back from the backend of the configuration of a folder. See {@link cleanRegistrations}. */
export async function cleanConfigured(
  options: RegistrationCleanOptions,
  ground: CleanGround,
): Promise<RegistrationCleanResult> {
  const backend = await openBackend({ ...ground, ...NOUN });
  try {
    return await cleanRegistrations(backend.housekeepers(), options);
  } finally {
    await backend.close();
  }
}
