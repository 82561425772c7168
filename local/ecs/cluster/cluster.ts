import { type EcsTag } from '../tag-rules.js';
import { type CapacityProvider } from './capacity-provider.js';
import { type ClusterConfiguration, type ClusterSetting } from './cluster-settings.js';
import { type StrategyItem } from './strategy.js';

/** What CreateCluster may say of a cluster beside its name. */
export interface ClusterDetails {
  readonly tags: readonly EcsTag[];
  readonly settings: readonly ClusterSetting[];
  readonly configuration: ClusterConfiguration | undefined;
  /** AWS's own providers among `capacityProviders`; the cluster's own come with CreateCapacityProvider. */
  readonly awsOwned: readonly string[];
  readonly defaultStrategy: readonly StrategyItem[];
}

/** One cluster and the capacity providers that belong to it. Whoever changes one tells its store. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  tags: readonly EcsTag[];
  settings: readonly ClusterSetting[];
  configuration: ClusterConfiguration | undefined;
  awsOwned: readonly string[];
  /** Managed Instances providers by name, those that are being deleted or INACTIVE included. */
  readonly providers: Map<string, CapacityProvider>;
  defaultStrategy: readonly StrategyItem[];
  /** Epoch milliseconds of DeleteCluster; DescribeClusters shows the cluster as INACTIVE for a while. */
  inactiveFrom?: number;
}

/** Names of the cluster's capacity providers as DescribeClusters lists them: what is INACTIVE is gone. */
export function providerNames(cluster: Cluster): string[] {
  const own = [...cluster.providers.values()].filter(({ inactiveFrom }) => inactiveFrom === undefined);
  return [...cluster.awsOwned, ...own.map(({ name }) => name)];
}
