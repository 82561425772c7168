import { isDeepStrictEqual } from 'node:util';
import { invalidParameter } from '../../http/aws-error.js';
import { anything, type JsonOperation, listOf, operation, structure, text } from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { checkedTags, tagsShape } from '../tag-rules.js';
import { isAwsOwned } from './aws-owned.js';
import {
  changedSettings,
  checkConfiguration,
  clusterConfigurationShape,
  clusterSettingsShape,
  refuseServiceConnect,
} from './cluster-settings.js';
import { clusterFields, clusterView } from './cluster-view.js';
import { type Cluster, type ClusterDetails, providerNames } from './cluster.js';
import { checkedStrategy, strategyShape } from './strategy.js';

const shape = structure({
  clusterName: text,
  tags: tagsShape,
  settings: clusterSettingsShape,
  configuration: clusterConfigurationShape,
  capacityProviders: listOf(text),
  defaultCapacityProviderStrategy: strategyShape,
  serviceConnectDefaults: anything,
});

type Input = ReturnType<typeof shape>;

/** CreateCluster: idempotent where the cluster is as asked for, a conflict where it is not. */
export function createCluster(regionOf: (region: string) => EcsRegion): JsonOperation {
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const name = input.clusterName ?? 'default';
    refuseServiceConnect(input.serviceConnectDefaults);
    const details = detailsOf(input, state.accountSettings.containerInsights());
    const existing = /^[A-Za-z0-9_-]+$/.test(name) ? state.clusters.find(name) : undefined;
    if (existing !== undefined && existing.inactiveFrom === undefined) checkSame(existing, input, details);
    else checkProviders(input, details);
    const cluster = state.clusters.create(name, details);
    return { cluster: clusterView(cluster, state.use, state.now(), new Set(clusterFields)) };
  });
}

function detailsOf(input: Input, containerInsights: string): ClusterDetails {
  checkConfiguration(input.configuration);
  return {
    tags: checkedTags(input.tags),
    settings: changedSettings([{ name: 'containerInsights', value: containerInsights }], input.settings),
    configuration: input.configuration,
    awsOwned: [...new Set((input.capacityProviders ?? []).filter(isAwsOwned))],
    defaultStrategy: checkedStrategy(input.defaultCapacityProviderStrategy ?? []),
  };
}

/** A Managed Instances provider belongs to one cluster, so it cannot be there before its cluster (facts §2a). */
function checkProviders(input: Input, details: ClusterDetails): void {
  const listed = [...new Set(input.capacityProviders ?? [])];
  const named = details.defaultStrategy.map(({ capacityProvider }) => capacityProvider);
  const missing = [...listed, ...named].find((name) => !details.awsOwned.includes(name));
  if (missing === undefined) return;
  const why = isAwsOwned(missing)
    ? `The capacity provider '${missing}' is in the default strategy but not in capacityProviders.`
    : `The specified capacity provider '${missing}' was not found. Create the cluster first, then the provider with CreateCapacityProvider, then the default strategy with PutClusterCapacityProviders.`;
  throw invalidParameter(why);
}

/** What a call says of a cluster that exists must be so; what it leaves out does not matter. */
function checkSame(cluster: Cluster, input: Input, details: ClusterDetails): void {
  const same = (given: unknown, one: unknown, other: unknown): boolean =>
    given === undefined || isDeepStrictEqual(one, other);
  const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
  const consistent =
    same(input.settings, details.settings, cluster.settings) &&
    same(input.configuration, input.configuration, cluster.configuration) &&
    same(input.capacityProviders, sorted(input.capacityProviders ?? []), sorted(providerNames(cluster))) &&
    same(input.defaultCapacityProviderStrategy, details.defaultStrategy, cluster.defaultStrategy) &&
    same(input.tags, tagMap(details.tags), tagMap(cluster.tags));
  if (consistent) return;
  throw invalidParameter(
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  );
}

const tagMap = (tags: readonly { readonly key: string; readonly value: string }[]): object =>
  Object.fromEntries(tags.map(({ key, value }) => [key, value]));
