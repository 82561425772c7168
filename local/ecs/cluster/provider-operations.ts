import { AwsError } from '../../http/aws-error.js';
import { anything, type JsonOperation, operation, structure, text } from '../../http/aws-json.js';
import { localName } from '../arns.js';
import { type EcsRegion } from '../ecs-region.js';
import { type EcsNetwork } from '../ecs-network.js';
import { checkedTags, tagsShape } from '../tag-rules.js';
import { isAwsOwned } from './aws-owned.js';
import { type CapacityProvider, managedInstancesShape } from './capacity-provider.js';
import { type Cluster } from './cluster.js';
import { describeCapacityProviders } from './describe-providers.js';
import { addProvider, alreadyExists } from './new-provider.js';
import { isChanging, providerStatus } from './provider-status.js';
import { updatedProvider } from './provider-update.js';
import { providerView } from './provider-view.js';
import { notActive, strategyNames } from './usable-providers.js';

/** What the operations on providers go by. */
export interface ProviderDeps {
  readonly regionOf: (region: string) => EcsRegion;
  readonly network: EcsNetwork;
  /** Milliseconds a new or a changed provider takes to be ready. */
  readonly delay: number;
  /** A provider is being deleted: its instances go when their tasks have gone. */
  readonly retire: (region: string, cluster: string, provider: string) => void;
}

const clientError = (message: string): AwsError => new AwsError('ClientException', message);

export function providerOperations(deps: ProviderDeps): Record<string, JsonOperation> {
  return {
    CreateCapacityProvider: createProvider(deps),
    DescribeCapacityProviders: describeCapacityProviders(deps.regionOf),
    UpdateCapacityProvider: updateProvider(deps),
    DeleteCapacityProvider: deleteProvider(deps),
  };
}

function createProvider({ regionOf, network, delay }: ProviderDeps): JsonOperation {
  const shape = structure({
    name: text,
    cluster: text,
    autoScalingGroupProvider: anything,
    managedInstancesProvider: managedInstancesShape,
    tags: tagsShape,
  });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const managedInstances = managedOnly(input);
    if (input.cluster === undefined) {
      throw clientError('A Managed Instances capacity provider needs a cluster.');
    }
    const cluster = state.clusters.get(input.cluster);
    const name = input.name ?? '';
    // The ARN names no cluster, so a name is one of the account (an inference: AWS's pages do not say).
    if (homes(state, name).length > 0) throw alreadyExists();
    const tags = checkedTags(input.tags);
    const added = addProvider(state, cluster, network, { name, tags, managedInstances, delay });
    return { capacityProvider: providerView(added, cluster, state.now(), true) };
  });
}

/** Replaces what the call gives; instances that run keep what they were launched with (facts §2a). */
function updateProvider({ regionOf, network, delay }: ProviderDeps): JsonOperation {
  const shape = structure({
    name: text,
    cluster: text,
    autoScalingGroupProvider: anything,
    managedInstancesProvider: managedInstancesShape,
  });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const change = managedOnly(input);
    const [cluster, provider] = findProvider(state, input.name, input.cluster);
    if (isChanging(provider, state.now())) throw inProgress(provider.name);
    if (providerStatus(provider, state.now()) !== 'ACTIVE') throw clientError(notActive(provider.name));
    provider.managedInstances = updatedProvider(provider.managedInstances, change, region, network);
    provider.updatedAt = state.now() + delay;
    state.clusters.changed(cluster);
    return { capacityProvider: providerView(provider, cluster, state.now(), true) };
  });
}

/** DEPROVISIONING until its tasks and instances are gone, then INACTIVE; a second call is told how far it is. */
function deleteProvider({ regionOf, retire }: ProviderDeps): JsonOperation {
  return operation(structure({ capacityProvider: text, cluster: text }), (input, { region }) => {
    const state = regionOf(region);
    const [cluster, provider] = findProvider(state, input.capacityProvider, input.cluster);
    if (provider.deletedAt === undefined) {
      if (isChanging(provider, state.now())) throw inProgress(provider.name);
      // A strategy must not name what is gone. That AWS refuses, and its words, are a guess (unknown).
      if (strategyNames(cluster.defaultStrategy).includes(provider.name)) {
        throw clientError(
          `Cannot delete capacity provider. '${provider.name}' is in the default capacity provider strategy of cluster ${cluster.name}: set another one with PutClusterCapacityProviders first.`,
        );
      }
      provider.deletedAt = state.now();
      state.clusters.changed(cluster);
      retire(region, cluster.name, provider.name);
    }
    return { capacityProvider: providerView(provider, cluster, state.now(), true) };
  });
}

function managedOnly<T>(input: {
  readonly managedInstancesProvider?: T;
  readonly autoScalingGroupProvider?: unknown;
}): T {
  const { managedInstancesProvider: managed, autoScalingGroupProvider: group } = input;
  if (managed !== undefined && group === undefined) return managed;
  const what =
    managed === undefined ? 'managedInstancesProvider is missing' : 'autoScalingGroupProvider is given';
  throw clientError(`${what}: the local cloud serves Managed Instances capacity providers only`);
}

/** The provider of a name or ARN, in the cluster given or in the one that has it. */
function findProvider(
  state: EcsRegion,
  reference: string | undefined,
  cluster: string | undefined,
): [Cluster, CapacityProvider] {
  const name = localName(state.place, 'capacity-provider', reference ?? '');
  if (isAwsOwned(name))
    throw clientError(`The capacity provider ${name} is AWS's own: it cannot be changed.`);
  const candidates = cluster === undefined ? homes(state, name) : [state.clusters.get(cluster)];
  const home = candidates[0];
  const provider = home?.providers.get(name);
  if (home === undefined || provider === undefined || provider.inactiveFrom !== undefined) {
    throw clientError(
      'The specified capacity provider does not exist. Specify a valid name or ARN and try again.',
    );
  }
  return [home, provider];
}

/** The clusters that have a provider of that name: one, unless the cloud was set up with more. */
function homes(state: EcsRegion, name: string): Cluster[] {
  return state.clusters
    .all()
    .filter(({ providers }) => providers.has(name) && providers.get(name)?.inactiveFrom === undefined);
}

const inProgress = (name: string): AwsError =>
  new AwsError(
    'UpdateInProgressException',
    `The capacity provider '${name}' is being created or updated. Try again when that is complete.`,
  );
