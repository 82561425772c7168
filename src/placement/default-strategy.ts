import { discoveredPlacements } from './discovery.js';
import type { Fit } from './match-provider.js';
import type { Placement, PlacementWish } from './placement.js';
import type { StrategyItem } from './provider.js';
import { fitAt, machineTypesOf, whyNot, type Rated } from './rate-provider.js';

/** A member of the strategy and what it would be asked for. */
interface Member {
  readonly item: StrategyItem;
  readonly rated: Rated;
}

/**
 * The cluster's default strategy, where it is Managed Instances: ECS spreads tasks over its members by weight, so that
 * those who do not fit are left out, and it is no order to fall back in (CapacityProviderStrategyItem, weight).
 */
export function defaultStrategyPlacements(
  wish: PlacementWish,
  rated: readonly Rated[],
): readonly Placement[] {
  const members = membersOf(wish, rated);
  if (members === undefined) return [];
  const whole = placementsOf(wish, members);
  if (!wish.preferOnDemand || whole.length === 0) return whole;
  const steady = members.filter(({ rated: { provider } }) => provider.capacityType !== 'SPOT');
  if (steady.length === members.length) return whole;
  const onDemand = placementsOf(wish, steady);
  return [...(onDemand.length > 0 ? onDemand : discoveredPlacements(wish, rated)), ...whole];
}

/** Undefined where some member is not Managed Instances: a strategy cannot mix kinds. */
function membersOf(
  { defaultStrategy }: PlacementWish,
  rated: readonly Rated[],
): readonly Member[] | undefined {
  const members = defaultStrategy.flatMap((item): Member[] => {
    const found = rated.find(({ provider }) => provider.name === item.capacityProvider);
    return found === undefined ? [] : [{ item, rated: found }];
  });
  return members.length === defaultStrategy.length ? members : undefined;
}

function placementsOf(wish: PlacementWish, members: readonly Member[]): readonly Placement[] {
  return machineTypesOf(wish).flatMap((_, index) => {
    const fitting = members.flatMap((member) => {
      const fit = fitAt(member.rated, index);
      return fit === undefined ? [] : [{ ...member, fit }];
    });
    const [first] = fitting;
    if (first === undefined) return [];
    // One request has one set of constraints: who would need another is left out.
    const alike = fitting.filter(({ fit }) => same(fit, first.fit));
    const left = members.filter((member) => !alike.some(({ item }) => item === member.item));
    return [
      {
        strategy: weighted(alike.map(({ item }) => item)),
        provider: first.rated.provider,
        reason: `the cluster's default strategy${leftOut(left)}`,
        ...first.fit,
      },
    ];
  });
}

function same(one: Fit, other: Fit): boolean {
  return (
    JSON.stringify([one.constraints, one.memory, one.storage]) ===
    JSON.stringify([other.constraints, other.memory, other.storage])
  );
}

/** Weights of 0 alone place nothing, which may be all that is left. */
function weighted(items: readonly StrategyItem[]): readonly StrategyItem[] {
  return items.some(({ weight = 0 }) => weight > 0) ? items : items.map((item) => ({ ...item, weight: 1 }));
}

function leftOut(members: readonly Member[]): string {
  if (members.length === 0) return '';
  const words = members.map(
    ({ rated }) => `'${rated.provider.name}' ${whyNot(rated) || 'needs other constraints'}`,
  );
  return ` without ${words.join('; ')}`;
}
