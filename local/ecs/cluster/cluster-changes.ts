import { invalidParameter } from '../../http/aws-error.js';
import { anything, type JsonOperation, listOf, operation, structure, text } from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { isAwsOwned } from './aws-owned.js';
import {
  changedSettings,
  checkConfiguration,
  clusterConfigurationShape,
  clusterSettingsShape,
  refuseServiceConnect,
} from './cluster-settings.js';
import { clusterFields, clusterView } from './cluster-view.js';
import { type Cluster } from './cluster.js';
import { checkUsable, strategyNames } from './usable-providers.js';
import { checkedStrategy, strategyShape } from './strategy.js';

type RegionOf = (region: string) => EcsRegion;

/** Providers a cluster may have (facts §2c). */
export const mostProviders = 20;

export function clusterChanges(regionOf: RegionOf): Record<string, JsonOperation> {
  return {
    UpdateCluster: updateCluster(regionOf),
    UpdateClusterSettings: updateClusterSettings(regionOf),
    PutClusterCapacityProviders: putClusterCapacityProviders(regionOf),
  };
}

function answer(state: EcsRegion, cluster: Cluster): object {
  state.clusters.changed(cluster);
  return { cluster: clusterView(cluster, state.use, state.now(), new Set(clusterFields)) };
}

function updateCluster(regionOf: RegionOf): JsonOperation {
  const shape = structure({
    cluster: text,
    settings: clusterSettingsShape,
    configuration: clusterConfigurationShape,
    serviceConnectDefaults: anything,
  });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(named(input.cluster));
    refuseServiceConnect(input.serviceConnectDefaults);
    checkConfiguration(input.configuration);
    cluster.settings = changedSettings(cluster.settings, input.settings);
    // Its parts are replaced one by one: a call about ECS Exec leaves the storage's key alone.
    cluster.configuration =
      input.configuration === undefined
        ? cluster.configuration
        : { ...cluster.configuration, ...input.configuration };
    return answer(state, cluster);
  });
}

function updateClusterSettings(regionOf: RegionOf): JsonOperation {
  return operation(structure({ cluster: text, settings: clusterSettingsShape }), (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(named(input.cluster));
    if ((input.settings ?? []).length === 0) throw invalidParameter('settings cannot be empty.');
    cluster.settings = changedSettings(cluster.settings, input.settings);
    return answer(state, cluster);
  });
}

/**
 * PutClusterCapacityProviders sets the default strategy and AWS's own providers of a cluster.
 *
 * Managed Instances providers come and go with CreateCapacityProvider and DeleteCapacityProvider alone. AWS's
 * tutorial lists the cluster's own to set a strategy, threads report a refusal in clusters that also have other
 * providers: the own ones may be named here, and leaving them out dissociates nothing (facts §2a).
 */
function putClusterCapacityProviders(regionOf: RegionOf): JsonOperation {
  const shape = structure({
    cluster: text,
    capacityProviders: listOf(text),
    defaultCapacityProviderStrategy: strategyShape,
  });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(named(input.cluster));
    const { capacityProviders: listed, defaultCapacityProviderStrategy: given } = input;
    if (listed === undefined || given === undefined) {
      throw invalidParameter(
        'capacityProviders and defaultCapacityProviderStrategy must both be given; [] is allowed.',
      );
    }
    const own = listed.filter((name) => !isAwsOwned(name));
    checkOwn(cluster, own, state);
    const awsOwned = [...new Set(listed.filter(isAwsOwned))];
    const kept = [...cluster.providers.values()].filter(({ inactiveFrom }) => inactiveFrom === undefined);
    if (awsOwned.length + kept.length > mostProviders) {
      throw invalidParameter('The maximum number of capacity providers per cluster has been exceeded.');
    }
    const strategy = checkedStrategy(given);
    checkUsable({ ...cluster, awsOwned }, strategyNames(strategy), state.now());
    cluster.awsOwned = awsOwned;
    cluster.defaultStrategy = strategy;
    return answer(state, cluster);
  });
}

function checkOwn(cluster: Cluster, names: readonly string[], state: EcsRegion): void {
  const foreign = names.find((name) => !cluster.providers.has(name));
  if (foreign !== undefined) {
    throw invalidParameter(
      `Cannot associate Managed Instances capacity provider to clusters using this API: '${foreign}'. Use CreateCapacityProvider with this cluster.`,
    );
  }
  checkUsable(cluster, names, state.now());
}

/** The three calls demand their cluster; none takes `default` for a missing one. */
function named(cluster: string | undefined): string {
  if (cluster === undefined || cluster === '') throw invalidParameter('cluster cannot be blank.');
  return cluster;
}
