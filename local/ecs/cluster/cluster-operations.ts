import { invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, listOf, number, operation, structure, text } from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { oneOf } from '../include.js';
import { pageOf } from '../page.js';
import { clusterChanges } from './cluster-changes.js';
import { type ClusterField, clusterFields, clusterView } from './cluster-view.js';
import { createCluster } from './create-cluster.js';
import { deleteCluster } from './delete-cluster.js';

type RegionOf = (region: string) => EcsRegion;

export function clusterOperations(regionOf: RegionOf): Record<string, JsonOperation> {
  return {
    CreateCluster: createCluster(regionOf),
    DescribeClusters: describeClusters(regionOf),
    ListClusters: operation(structure({ maxResults: number, nextToken: text }), (input, { region }) => {
      const { entries, ...rest } = pageOf(regionOf(region).clusters.all(), ({ arn }) => arn, input, 100);
      return { clusterArns: entries.map(({ arn }) => arn), ...rest };
    }),
    ...clusterChanges(regionOf),
    DeleteCluster: deleteCluster(regionOf),
  };
}

function describeClusters(regionOf: RegionOf): JsonOperation {
  return operation(structure({ clusters: listOf(text), include: listOf(text) }), (input, { region }) => {
    const state = regionOf(region);
    const references = input.clusters ?? ['default'];
    if (references.length > 100) {
      throw invalidParameter('clusters can have at most 100 items.');
    }
    const fields = includedFields(input.include);
    const found = references.map((reference) => state.clusters.find(reference));
    return {
      clusters: found.flatMap((cluster) =>
        cluster === undefined ? [] : [clusterView(cluster, state.use, state.now(), fields)],
      ),
      failures: references
        .filter((_, index) => found[index] === undefined)
        .map((reference) => ({ arn: state.missingClusterArn(reference), reason: 'MISSING' })),
    };
  });
}

function includedFields(include: readonly string[] | undefined): ReadonlySet<ClusterField> {
  for (const value of include ?? []) oneOf('include', value, clusterFields);
  return new Set(clusterFields.filter((field) => include?.includes(field)));
}
