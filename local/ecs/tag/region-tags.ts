import { type Cluster } from '../cluster/cluster.js';
import { type EcsRegion } from '../ecs-region.js';
import { type EcsTag } from '../tag-rules.js';
import { type TagFinder, type TagHolder, type TaggedResources, taggedResources } from './tagged-resources.js';

/**
 * What can be tagged in a region (API: TagResource): clusters, their providers, task definitions, tasks while they
 * are shown, and container instances where `instances` finds them.
 */
export function regionTags(region: EcsRegion, instances: TagFinder): TaggedResources {
  const { clusters, definitions, tasks } = region;
  const kept = (resource: { tags: readonly EcsTag[] }, cluster: Cluster): TagHolder =>
    holder(resource, (tags) => {
      resource.tags = tags;
      clusters.changed(cluster);
    });
  return taggedResources({
    cluster: (arn) => {
      const cluster = clusters.find(arn);
      if (cluster === undefined || cluster.inactiveFrom !== undefined) return undefined;
      return kept(cluster, cluster);
    },
    'capacity-provider': (arn) => {
      for (const cluster of clusters.all()) {
        for (const provider of cluster.providers.values()) {
          if (provider.arn !== arn || provider.inactiveFrom !== undefined) continue;
          return kept(provider, cluster);
        }
      }
      return undefined;
    },
    'task-definition': (arn) => {
      const definition = definitions.find(arn);
      return definition === undefined
        ? undefined
        : holder(definition, (tags) => definitions.retag(definition, tags));
    },
    task: (arn) => {
      const task = tasks.byArn(arn);
      if (task === undefined) return undefined;
      return holder(task, (tags) => {
        task.tags = tags;
        tasks.changed(task);
      });
    },
    'container-instance': instances,
  });
}

const holder = (
  resource: { readonly tags: readonly EcsTag[] },
  setTags: (tags: readonly EcsTag[]) => void,
): TagHolder => ({ tags: resource.tags, setTags });
