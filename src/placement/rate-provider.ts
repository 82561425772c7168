import { matchProvider, type Fit, type Match } from './match-provider.js';
import type { Misfit } from './misfit.js';
import type { PlacementWish } from './placement.js';
import type { Provider } from './provider.js';

/** A provider and how it meets each of a task's machine types. */
export interface Rated {
  readonly provider: Provider;
  /** One for each machine type in order of preference, or a single one where any will do. */
  readonly matches: readonly Match[];
}

/** The machine types to try, in order; one undefined where any will do. */
export function machineTypesOf({ needs }: PlacementWish): readonly (string | undefined)[] {
  return needs.machineTypes.length > 0 ? needs.machineTypes : [undefined];
}

/** Holds a provider against everything a task needs. */
export function rateProvider(wish: PlacementWish, provider: Provider): Rated {
  const { needs, instanceTypes, volumeRole } = wish;
  const matches = machineTypesOf(wish).map((machineType) =>
    matchProvider({ needs, machineType, provider, instanceTypes, volumeRole }),
  );
  return { provider, matches };
}

/** What the provider would be asked for with this machine type, by index; undefined where it cannot take the task. */
export function fitAt({ provider, matches }: Rated, index: number): Fit | undefined {
  const match = matches[index];
  return provider.active && match?.fits === true ? match.fit : undefined;
}

/** Why it cannot take the task with any machine type; empty where it can with one. */
export function misfitsOf({ matches }: Rated): readonly Misfit[] {
  if (matches.some(({ fits }) => fits)) return [];
  return matches.flatMap((match) => (match.fits ? [] : match.misfits));
}

/** The same in a few words. */
export function whyNot(rated: Rated): string {
  if (!rated.provider.active) return `is ${rated.provider.status}`;
  return misfitsOf(rated)
    .map(({ why }) => why)
    .join(', ');
}
