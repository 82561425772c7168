import { AwsError } from '../../http/aws-error.js';
import { type JsonOperation, operation, structure, text } from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { clusterFields, clusterView } from './cluster-view.js';
import { type Cluster } from './cluster.js';

/** DeleteCluster: refused while anything is in the cluster; afterwards it is INACTIVE, and forgotten in time. */
export function deleteCluster(regionOf: (region: string) => EcsRegion): JsonOperation {
  return operation(structure({ cluster: text }), (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(input.cluster ?? '');
    checkEmpty(cluster, state);
    cluster.inactiveFrom = state.now();
    cluster.providers.clear();
    cluster.awsOwned = [];
    cluster.defaultStrategy = [];
    // Tags go with the resource (API: TagResource).
    cluster.tags = [];
    state.clusters.changed(cluster);
    return { cluster: clusterView(cluster, state.use, state.now(), new Set(clusterFields)) };
  });
}

function checkEmpty(cluster: Cluster, { use }: EcsRegion): void {
  const { running, pending } = use.tasks(cluster.name);
  if (running + pending > 0) {
    throw new AwsError(
      'ClusterContainsTasksException',
      'The Cluster cannot be deleted while Tasks are active.',
    );
  }
  if (use.instances(cluster.name) > 0) {
    throw new AwsError(
      'ClusterContainsContainerInstancesException',
      'The Cluster cannot be deleted while Container Instances are active or draining.',
    );
  }
  if ([...cluster.providers.values()].some(({ inactiveFrom }) => inactiveFrom === undefined)) {
    // The model has ClusterContainsCapacityProviderException; what callers have met is this (terraform #45794,
    // aws-nuke #990).
    throw new AwsError(
      'ClientException',
      'The Cluster cannot be deleted while Cluster Scoped Capacity Providers are attached to the cluster.',
    );
  }
}
