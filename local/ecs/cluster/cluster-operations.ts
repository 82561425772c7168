import { AwsError } from '../../http/aws-error.js';
import {
  anything,
  type JsonOperation,
  listOf,
  number,
  operation,
  structure,
  text,
} from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { includesTags } from '../include.js';
import { pageOf } from '../page.js';
import { checkedTags, tagsShape } from '../tag-rules.js';
import { type Cluster } from './cluster.js';
import { checkedStrategy, type StrategyItem, strategyShape } from './strategy.js';

type RegionOf = (region: string) => EcsRegion;

export function clusterOperations(regionOf: RegionOf): Record<string, JsonOperation> {
  return {
    CreateCluster: createCluster(regionOf),
    DescribeClusters: describeClusters(regionOf),
    ListClusters: operation(structure({ maxResults: number, nextToken: text }), (input, { region }) => {
      const { entries, ...rest } = pageOf(regionOf(region).clusters.all(), ({ arn }) => arn, input, 100);
      return { clusterArns: entries.map(({ arn }) => arn), ...rest };
    }),
    PutClusterCapacityProviders: putClusterCapacityProviders(regionOf),
  };
}

function createCluster(regionOf: RegionOf): JsonOperation {
  const shape = structure({
    clusterName: text,
    tags: tagsShape,
    capacityProviders: listOf(text),
    defaultCapacityProviderStrategy: strategyShape,
    serviceConnectDefaults: anything,
  });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const name = input.clusterName ?? 'default';
    const existing = /^[A-Za-z0-9_-]+$/.test(name) ? state.clusters.find(name) : undefined;
    const asked = [
      ...(input.capacityProviders ?? []),
      ...checkedStrategy(input.defaultCapacityProviderStrategy ?? []).map((item) => item.capacityProvider),
    ];
    const missing = asked.find((provider) => existing?.providers.has(provider) !== true);
    // A Managed Instances provider belongs to one cluster, so it cannot be there before its cluster (facts §2a).
    if (missing !== undefined) {
      throw new AwsError(
        'InvalidParameterException',
        `The specified capacity provider '${missing}' was not found. Create the cluster first, then the provider with CreateCapacityProvider, then the default strategy with PutClusterCapacityProviders.`,
      );
    }
    return { cluster: clusterView(state.clusters.create(name, checkedTags(input.tags)), state, true) };
  });
}

function describeClusters(regionOf: RegionOf): JsonOperation {
  return operation(structure({ clusters: listOf(text), include: listOf(text) }), (input, { region }) => {
    const state = regionOf(region);
    const references = input.clusters ?? ['default'];
    if (references.length > 100) {
      throw new AwsError('InvalidParameterException', 'clusters can have at most 100 items.');
    }
    const found = references.map((reference) => state.clusters.find(reference));
    const tags = includesTags(input.include, ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS']);
    return {
      clusters: found.flatMap((cluster) =>
        cluster === undefined ? [] : [clusterView(cluster, state, tags)],
      ),
      failures: references
        .filter((_, index) => found[index] === undefined)
        .map((reference) => ({ arn: state.missingClusterArn(reference), reason: 'MISSING' })),
    };
  });
}

function putClusterCapacityProviders(regionOf: RegionOf): JsonOperation {
  const shape = structure({
    cluster: text,
    capacityProviders: listOf(text),
    defaultCapacityProviderStrategy: strategyShape,
  });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    const foreign = (input.capacityProviders ?? []).find((name) => !cluster.providers.has(name));
    // AWS's tutorial lists the cluster's own provider to set a strategy, threads report a refusal: what is
    // certain is that a provider does not become the cluster's by this call (facts §2a).
    if (foreign !== undefined) {
      throw new AwsError(
        'InvalidParameterException',
        `Cannot associate Managed Instances capacity provider to clusters using this API: '${foreign}'. Use CreateCapacityProvider with this cluster.`,
      );
    }
    setDefaultStrategy(cluster, checkedStrategy(input.defaultCapacityProviderStrategy ?? []));
    return { cluster: clusterView(cluster, state, true) };
  });
}

/** Throws where the strategy names a provider the cluster does not have. */
export function setDefaultStrategy(cluster: Cluster, strategy: readonly StrategyItem[]): void {
  const missing = strategy.find(({ capacityProvider }) => !cluster.providers.has(capacityProvider));
  if (missing !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      `The specified capacity provider '${missing.capacityProvider}' was not found. Cluster ${cluster.name} has: ${[...cluster.providers.keys()].join(', ') || 'none'}.`,
    );
  }
  cluster.defaultStrategy = strategy;
}

function clusterView(cluster: Cluster, state: EcsRegion, tags: boolean): object {
  const { running, pending, living } = state.tasks.counts(cluster.name);
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: living - pending,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: 0,
    statistics: [],
    settings: [],
    tags: tags ? cluster.tags : [],
    capacityProviders: [...cluster.providers.keys()],
    defaultCapacityProviderStrategy: cluster.defaultStrategy,
  };
}
