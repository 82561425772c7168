import type { PlacementChoice, PlacementWish } from './placement.js';
import type { Provider, StrategyItem } from './provider.js';

/**
 * The order of the design: `queue`, `aws.ecs.capacityProvider`, the cluster's default strategy where it is
 * Managed Instances, then on-demand providers without accelerators in name order. Spot and accelerated
 * providers are used only when named or in the default strategy: nobody gets them by accident.
 */
export function choosePlacement(wish: PlacementWish): PlacementChoice {
  const { queue } = wish.needs;
  if (queue.length > 0) return byName(wish, queue, 'directive queue');
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
    return chosen(wish, [single(provider)], provider, `named by ${path}${note}`);
  }
  return refused(path, names.map((name) => `'${name}'`).join(', '), wish);
}

function byDefaultStrategy(wish: PlacementWish): PlacementChoice | undefined {
  const { defaultStrategy, providers } = wish;
  const members = defaultStrategy.map((item) => activeByName(providers, item.capacityProvider ?? ''));
  const [first] = members;
  if (first === undefined || members.includes(undefined)) return undefined;
  return chosen(wish, defaultStrategy, first, "the cluster's default strategy");
}

function byDiscovery(wish: PlacementWish): PlacementChoice | undefined {
  const fit = wish.providers.find(
    (one) => one.active && one.capacityType === 'ON_DEMAND' && !one.accelerated,
  );
  if (fit === undefined) return undefined;
  return chosen(wish, [single(fit)], fit, "the cluster's first on-demand provider without accelerators");
}

function activeByName(providers: readonly Provider[], name: string): Provider | undefined {
  return providers.find((provider) => provider.active && provider.name === name);
}

/** A strategy of one still needs a weight: 0 is the default and places nothing. */
function single(provider: Provider): StrategyItem {
  return { capacityProvider: provider.name, weight: 1 };
}

function chosen(
  { needs }: PlacementWish,
  strategy: readonly StrategyItem[],
  provider: Provider,
  reason: string,
): PlacementChoice {
  const { memory } = needs;
  const storage = { kind: 'instance' } as const;
  return {
    ok: true,
    placements: [{ strategy, provider, reason, constraints: [], memory, storage, notices: [] }],
  };
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
