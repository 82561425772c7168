import { defaultStrategyPlacements } from './default-strategy.js';
import { discoveredPlacements } from './discovery.js';
import { placementRefusal } from './placement-refusal.js';
import {
  singlePlacement,
  soleProvider,
  type Placement,
  type PlacementChoice,
  type PlacementWish,
} from './placement.js';
import { fitAt, machineTypesOf, misfitsOf, rateProvider, whyNot, type Rated } from './rate-provider.js';

/**
 * The order of the design: `queue`, `aws.ecs.capacityProvider`, the cluster's default strategy where it is Managed
 * Instances, then on-demand providers without accelerators in name order. Spot and accelerated providers are used only
 * when named, in the default strategy, or needed by a directive: nobody gets them by accident. Within each, a provider
 * that does not fit is passed over, and where none fits nothing behind it is tried: a name is a decision.
 */
export function choosePlacement(wish: PlacementWish): PlacementChoice {
  const rated = wish.providers.map((provider) => rateProvider(wish, provider));
  const { queue } = wish.needs;
  if (queue.length > 0) return byName(wish, rated, { names: queue, path: 'directive queue' });
  const { configured } = wish;
  if (configured.length > 0)
    return byName(wish, rated, { names: configured, path: 'aws.ecs.capacityProvider' });
  const placements = [...defaultStrategyPlacements(wish, rated)];
  if (placements.length === 0) placements.push(...discoveredPlacements(wish, rated));
  return choiceOf(wish, placements, rated, { names: undefined, path: 'aws.ecs.capacityProvider' });
}

/** Where providers are named, if they are. */
interface Naming {
  readonly names: readonly string[] | undefined;
  readonly path: string;
}

function byName(
  wish: PlacementWish,
  rated: readonly Rated[],
  naming: Naming & { readonly names: readonly string[] },
): PlacementChoice {
  const named = [...new Set(naming.names)].map((name) => ({
    name,
    rated: rated.find(({ provider }) => provider.name === name),
  }));
  const fits = (one: Rated): boolean =>
    machineTypesOf(wish).some((_, index) => fitAt(one, index) !== undefined);
  // Also those behind a provider that fits: a fallback with a typing error would not be missed before it is needed.
  const passed = named.flatMap(({ name, rated: one }) => {
    if (one === undefined) return [`'${name}' is not in the cluster`];
    return fits(one) ? [] : [`'${name}' ${whyNot(one)}`];
  });
  const note = passed.length === 0 ? '' : `; passed over: ${passed.join('; ')}`;
  const placements = named.flatMap(({ rated: one }) =>
    one === undefined || !fits(one) ? [] : placementsOf(wish, one, `named by ${naming.path}${note}`),
  );
  return choiceOf(wish, onDemandFirst(wish, placements), rated, naming);
}

/** One for each machine type that the provider has, in order of preference. */
function placementsOf(wish: PlacementWish, rated: Rated, reason: string): readonly Placement[] {
  return machineTypesOf(wish).flatMap((_, index) => {
    const fit = fitAt(rated, index);
    return fit === undefined ? [] : [singlePlacement(rated.provider, fit, reason)];
  });
}

/** After too many interruptions, within the user's list: its order among equals stays. */
function onDemandFirst(
  { preferOnDemand }: PlacementWish,
  placements: readonly Placement[],
): readonly Placement[] {
  if (!preferOnDemand) return placements;
  const isSpot = ({ provider }: Placement): boolean => provider.capacityType === 'SPOT';
  return [...placements.filter((one) => !isSpot(one)), ...placements.filter(isSpot)];
}

/** Who had no capacity a short while ago comes last; of a strategy of several nobody knows which it was. */
function strainedLast({ strained }: PlacementWish, placements: readonly Placement[]): readonly Placement[] {
  const isStrained = (placement: Placement): boolean => {
    const provider = soleProvider(placement);
    return provider !== undefined && strained.has(provider);
  };
  return [...placements.filter((one) => !isStrained(one)), ...placements.filter(isStrained)];
}

function choiceOf(
  wish: PlacementWish,
  found: readonly Placement[],
  rated: readonly Rated[],
  { names, path }: Naming,
): PlacementChoice {
  const [first, ...others] = strainedLast(wish, found);
  if (first !== undefined) return { ok: true, placements: [first, ...others] };
  const seen = rated.map((one) => ({ provider: one.provider, misfits: misfitsOf(one) }));
  return { ok: false, problem: placementRefusal({ needs: wish.needs, names, path, seen }) };
}
