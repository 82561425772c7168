import { type Cluster, providerNames } from './cluster.js';
import { type ClusterUse } from './cluster-use.js';
import { providerStatus } from './provider-status.js';

/** What `include` of DescribeClusters may ask for. */
export const clusterFields = ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'] as const;

export type ClusterField = (typeof clusterFields)[number];

/** A cluster as AWS answers it; members nobody asked for are empty or absent, as theirs are. */
export function clusterView(
  cluster: Cluster,
  use: ClusterUse,
  now: number,
  fields: ReadonlySet<ClusterField>,
): object {
  const { running, pending } = use.tasks(cluster.name);
  const inactive = cluster.inactiveFrom !== undefined;
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: inactive ? 'INACTIVE' : 'ACTIVE',
    registeredContainerInstancesCount: use.instances(cluster.name),
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: 0,
    statistics: fields.has('STATISTICS') ? statistics(running, pending) : [],
    tags: fields.has('TAGS') ? cluster.tags : [],
    settings: fields.has('SETTINGS') ? cluster.settings : [],
    capacityProviders: inactive ? [] : providerNames(cluster),
    defaultCapacityProviderStrategy: cluster.defaultStrategy,
    ...(fields.has('CONFIGURATIONS') && cluster.configuration !== undefined
      ? { configuration: cluster.configuration }
      : {}),
    ...(fields.has('ATTACHMENTS') ? attachments(cluster, now) : {}),
  };
}

/**
 * Counts by launch type, as text like AWS's. Its pages name those of EC2 and Fargate only; the names for Managed
 * Instances follow their pattern (unknown).
 */
function statistics(running: number, pending: number): object[] {
  const counts: Record<string, number> = {
    runningEC2TasksCount: 0,
    runningFargateTasksCount: 0,
    runningManagedInstancesTasksCount: running,
    pendingEC2TasksCount: 0,
    pendingFargateTasksCount: 0,
    pendingManagedInstancesTasksCount: pending,
    activeEC2ServiceCount: 0,
    activeFargateServiceCount: 0,
    drainingEC2ServiceCount: 0,
    drainingFargateServiceCount: 0,
  };
  return Object.entries(counts).map(([name, count]) => ({ name, value: String(count) }));
}

/** What AWS attaches for a Managed Instances provider is not documented (unknown); how far it is, is told. */
function attachments(cluster: Cluster, now: number): object {
  const providers = [...cluster.providers.values()];
  if (providers.length === 0) return { attachments: [] };
  const busy = providers.some((provider) =>
    ['PROVISIONING', 'DEPROVISIONING'].includes(providerStatus(provider, now)),
  );
  return { attachments: [], attachmentsStatus: busy ? 'UPDATE_IN_PROGRESS' : 'UPDATE_COMPLETE' };
}
