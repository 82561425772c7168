import type { Problem } from '../../spi/index.js';
import type { Provider, StrategyItem } from './provider.js';

/** What a choice rests on. */
export interface PlacementWish {
  /** Names from the process's `queue`. */
  readonly queue: readonly string[];
  /** Names from `aws.ecs.capacityProvider`. */
  readonly configured: readonly string[];
  readonly providers: readonly Provider[];
  /** The cluster's default capacity provider strategy. */
  readonly defaultStrategy: readonly StrategyItem[];
}

/** Where tasks go, and why. */
export interface Placement {
  readonly strategy: readonly StrategyItem[];
  /** The provider whose network the tasks get: the strategy's first. */
  readonly provider: Provider;
  readonly reason: string;
}

export type PlacementChoice =
  { readonly ok: true; readonly placement: Placement } | { readonly ok: false; readonly problem: Problem };

/**
 * The order of the design: `queue`, `aws.ecs.capacityProvider`, the cluster's default strategy where it is
 * Managed Instances, then on-demand providers without accelerators in name order. Spot and accelerated
 * providers are used only when named or in the default strategy: nobody gets them by accident.
 */
export function choosePlacement(wish: PlacementWish): PlacementChoice {
  if (wish.queue.length > 0) return byName(wish, wish.queue, 'directive queue');
  if (wish.configured.length > 0) return byName(wish, wish.configured, 'aws.ecs.capacityProvider');
  return byDefaultStrategy(wish) ?? byDiscovery(wish) ?? none(wish);
}

function byName(wish: PlacementWish, names: readonly string[], path: string): PlacementChoice {
  for (const [index, name] of names.entries()) {
    const provider = activeByName(wish.providers, name);
    if (provider === undefined) continue;
    const skipped = names
      .slice(0, index)
      .map((other) => `'${other}'`)
      .join(', ');
    const note = skipped === '' ? '' : `; preferred but not active here: ${skipped}`;
    return chosen([single(provider)], provider, `named by ${path}${note}`);
  }
  return refused(path, names.map((name) => `'${name}'`).join(', '), wish);
}

function byDefaultStrategy({ defaultStrategy, providers }: PlacementWish): PlacementChoice | undefined {
  const members = defaultStrategy.map((item) => activeByName(providers, item.capacityProvider ?? ''));
  const [first] = members;
  if (first === undefined || members.includes(undefined)) return undefined;
  return chosen(defaultStrategy, first, "the cluster's default strategy");
}

function byDiscovery({ providers }: PlacementWish): PlacementChoice | undefined {
  const fit = providers.find((one) => one.active && one.capacityType === 'ON_DEMAND' && !one.accelerated);
  if (fit === undefined) return undefined;
  return chosen([single(fit)], fit, "the cluster's first on-demand provider without accelerators");
}

function activeByName(providers: readonly Provider[], name: string): Provider | undefined {
  return providers.find((provider) => provider.active && provider.name === name);
}

/** A strategy of one still needs a weight: 0 is the default and places nothing. */
function single(provider: Provider): StrategyItem {
  return { capacityProvider: provider.name, weight: 1 };
}

function chosen(strategy: readonly StrategyItem[], provider: Provider, reason: string): PlacementChoice {
  return { ok: true, placement: { strategy, provider, reason } };
}

function none(wish: PlacementWish): PlacementChoice {
  return refused('aws.ecs.capacityProvider', undefined, wish);
}

function refused(path: string, found: string | undefined, { providers }: PlacementWish): PlacementChoice {
  const usable = providers.filter((provider) => provider.active).map((provider) => `'${provider.name}'`);
  return {
    ok: false,
    problem: {
      code: 'CAPACITY_PROVIDER_MISSING',
      path,
      message:
        found === undefined
          ? `no provider can be chosen without being named; the cluster has ${listProviders(providers)}`
          : `is not an active Managed Instances capacity provider of the cluster, which has ${listProviders(providers)}`,
      ...(found !== undefined && { found }),
      fix:
        usable.length > 0
          ? `Name one of ${usable.join(', ')}.`
          : 'Create one: aws ecs create-capacity-provider --cluster <cluster> --name <name> --managed-instances-provider file://provider.json',
    },
  };
}

function listProviders(providers: readonly Provider[]): string {
  if (providers.length === 0) return 'none';
  return providers
    .map(
      ({ name, status, capacityType, accelerated }) =>
        `'${name}' (${status}, ${capacityType}${accelerated ? ', accelerated' : ''})`,
    )
    .join(', ');
}
