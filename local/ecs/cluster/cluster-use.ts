import { type TaskStore } from '../task/task-store.js';

/** Counts of a cluster's tasks: RUNNING ones, and all others that are not STOPPED. */
export interface TaskCounts {
  readonly running: number;
  readonly pending: number;
}

/** What clusters must know of the tasks and instances in them, of one region. */
export interface ClusterUse {
  tasks(cluster: string): TaskCounts;
  /** Registered container instances, draining ones included; of one provider where it is given. */
  instances(cluster: string, provider?: string): number;
  /** True while a provider has tasks or instances, so that its deletion has to wait. */
  providerInUse(cluster: string, provider: string): boolean;
}

/** Counts container instances of a cluster, or of one of its providers. */
export type InstanceCount = (cluster: string, provider?: string) => number;

/** Use as the region's tasks and its instances tell it. */
export function clusterUse(tasks: TaskStore, instances: InstanceCount): ClusterUse {
  return {
    tasks: (cluster) => {
      const { running, living } = tasks.counts(cluster);
      return { running, pending: living - running };
    },
    instances,
    providerInUse: (cluster, provider) =>
      instances(cluster, provider) > 0 || tasks.living(cluster).some((task) => task.provider === provider),
  };
}
