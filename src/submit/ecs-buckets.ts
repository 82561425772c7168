import type { Bucket } from './pacer.js';

/**
 * ECS's token buckets of one account and region, which all its calls of a kind share
 * (ECS developer guide, request-throttling).
 */
export const ecsBuckets = {
  /** RunTask and StopTask. */
  taskModify: { burst: 100, perSecond: 40 },
  /** ListTasks, DescribeTasks and DescribeContainerInstances. */
  taskRead: { burst: 100, perSecond: 20 },
  /** RegisterTaskDefinition and DeregisterTaskDefinition. */
  definitionModify: { burst: 20, perSecond: 1 },
  /** DescribeTaskDefinition, ListTaskDefinitions and ListTaskDefinitionFamilies. */
  definitionRead: { burst: 50, perSecond: 20 },
  /** DescribeClusters. */
  clusterRead: { burst: 50, perSecond: 20 },
  /** DescribeCapacityProviders. */
  providerRead: { burst: 50, perSecond: 20 },
} as const satisfies Readonly<Record<string, Bucket>>;
