import { namesAccelerated } from './instance-type.js';
import { singlePlacement, type Placement, type PlacementWish } from './placement.js';
import type { Provider } from './provider.js';
import { fitAt, machineTypesOf, type Rated } from './rate-provider.js';

/** Capacity types in the order they are tried: what can be interrupted or is set aside for others comes late. */
const CAPACITY_TYPES = ['ON_DEMAND', 'RESERVED', 'SPOT'] as const;

const IN_WORDS: Readonly<Record<Provider['capacityType'], string>> = {
  ON_DEMAND: 'on-demand',
  RESERVED: 'reserved',
  SPOT: 'Spot',
};

/**
 * What nobody named: on-demand providers without accelerators in name order. Where accelerators are asked for, all
 * that have them: on demand, then reserved, then Spot.
 */
export function discoveredPlacements(wish: PlacementWish, rated: readonly Rated[]): readonly Placement[] {
  const placements = machineTypesOf(wish).flatMap((machineType, index) => {
    const accelerated = wish.needs.accelerator !== undefined || namesAccelerated(machineType ?? '');
    return eligible(rated, accelerated).flatMap((one) => {
      const fit = fitAt(one, index);
      return fit === undefined ? [] : [{ provider: one.provider, fit, accelerated }];
    });
  });
  return placements.map(({ provider, fit, accelerated }, index) => {
    const kind = IN_WORDS[provider.capacityType];
    const which = accelerated ? 'that has what the task asks for' : 'without accelerators';
    return singlePlacement(
      provider,
      fit,
      `the cluster's ${index === 0 ? 'first' : 'next'} ${kind} provider ${which}`,
    );
  });
}

function eligible(rated: readonly Rated[], accelerated: boolean): readonly Rated[] {
  if (accelerated) {
    return CAPACITY_TYPES.flatMap((type) => rated.filter(({ provider }) => provider.capacityType === type));
  }
  return rated.filter(({ provider }) => provider.capacityType === 'ON_DEMAND' && !provider.accelerated);
}
