import { type EcsRegion } from '../ecs-region.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type ManagedInstancesProvider } from './capacity-provider.js';
import { addProvider } from './new-provider.js';
import { providerStatus } from './provider-status.js';
import { checkedStrategy, type strategyShape } from './strategy.js';
import { checkUsable, strategyNames } from './usable-providers.js';

/** What an operator may do to clusters without the API, and without its waiting times. */
export interface ClusterActs {
  /** True where there is an ACTIVE cluster of that name. */
  hasCluster(region: string, name: string): boolean;
  /** Answers the cluster's ARN; one that exists is fine. */
  createCluster(region: string, name: string): string;
  /**
   * Gives the cluster an ACTIVE Managed Instances provider, unless it has one of that name, which stays as it is.
   * Answers its ARN.
   *
   * @throws AwsError on bad input
   */
  createProvider(region: string, cluster: string, name: string, provider: ManagedInstancesProvider): string;
  /** @throws AwsError where the strategy is wrong, or names a provider the cluster does not have */
  setDefaultStrategy(region: string, cluster: string, strategy: ReturnType<typeof strategyShape>): void;
}

export function clusterActs(regionOf: (region: string) => EcsRegion, network: EcsNetwork): ClusterActs {
  return {
    hasCluster: (region, name) => {
      const found = regionOf(region).clusters.find(name);
      return found !== undefined && found.inactiveFrom === undefined;
    },
    createCluster: (region, name) => {
      const { clusters, accountSettings } = regionOf(region);
      const value = accountSettings.containerInsights();
      return clusters.create(name, {
        tags: [],
        settings: [{ name: 'containerInsights', value }],
        configuration: undefined,
        awsOwned: [],
        defaultStrategy: [],
      }).arn;
    },
    createProvider: (region, name, provider, managedInstances) => {
      const state = regionOf(region);
      const cluster = state.clusters.get(name);
      const known = cluster.providers.get(provider);
      if (known !== undefined && providerStatus(known, state.now()) === 'ACTIVE') return known.arn;
      return addProvider(state, cluster, network, { name: provider, tags: [], managedInstances, delay: 0 })
        .arn;
    },
    setDefaultStrategy: (region, name, strategy) => {
      const state = regionOf(region);
      const cluster = state.clusters.get(name);
      const checked = checkedStrategy(strategy);
      checkUsable(cluster, strategyNames(checked), state.now());
      cluster.defaultStrategy = checked;
      state.clusters.changed(cluster);
    },
  };
}
