import { invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, listOf, number, operation, structure, text } from '../../http/aws-json.js';
import { localName, providerArn } from '../arns.js';
import { type EcsRegion } from '../ecs-region.js';
import { includesTags } from '../include.js';
import { pageOf } from '../page.js';
import { awsOwnedProviders } from './aws-owned.js';
import { awsOwnedView, providerView } from './provider-view.js';

const shape = structure({
  capacityProviders: listOf(text),
  cluster: text,
  include: listOf(text),
  maxResults: number,
  nextToken: text,
});

interface Shown {
  readonly name: string;
  /** Sorts the pages: two clusters may have a provider of one name. */
  readonly key: string;
  readonly inactive: boolean;
  readonly view: () => object;
}

/** DescribeCapacityProviders: pages of at most 10; with a cluster, only those of that cluster (facts §2b). */
export function describeCapacityProviders(regionOf: (region: string) => EcsRegion): JsonOperation {
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const names = input.capacityProviders?.map((name) => localName(state.place, 'capacity-provider', name));
    if (names !== undefined && names.length > 100) {
      throw invalidParameter('capacityProviders can have at most 100 items.');
    }
    const all = shown(state, input.cluster, includesTags(input.include));
    const wanted = all.filter(({ name, inactive }) =>
      names === undefined ? !inactive : names.includes(name),
    );
    const { entries, ...rest } = pageOf(wanted, ({ key }) => key, input, 10);
    return {
      capacityProviders: entries.map(({ view }) => view()),
      failures: (names ?? [])
        .filter((name) => !all.some((known) => known.name === name))
        .map((name) => ({ arn: providerArn(state.place, name), reason: 'MISSING' })),
      ...rest,
    };
  });
}

/**
 * Without a cluster all providers of the account are there, those of its clusters included: aws-nuke lists and
 * terraform reads them so.
 */
function shown(state: EcsRegion, reference: string | undefined, tags: boolean): Shown[] {
  const clusters = reference === undefined ? state.clusters.all() : [state.clusters.get(reference)];
  const awsOwned = reference === undefined ? awsOwnedProviders : (clusters[0]?.awsOwned ?? []);
  const own = clusters.flatMap((cluster) =>
    [...cluster.providers.values()].map((provider) => ({
      name: provider.name,
      key: `${provider.name} ${cluster.name}`,
      inactive: provider.inactiveFrom !== undefined,
      view: () => providerView(provider, cluster, state.now(), tags),
    })),
  );
  const given = awsOwned.map((name) => ({
    name,
    key: name,
    inactive: false,
    view: () => awsOwnedView(state.place, name),
  }));
  return [...given, ...own].sort((one, other) => (one.key < other.key ? -1 : 1));
}
