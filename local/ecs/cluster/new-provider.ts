import { AwsError } from '../../http/aws-error.js';
import { providerArn } from '../arns.js';
import { type EcsRegion } from '../ecs-region.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type EcsTag } from '../tag-rules.js';
import { type CapacityProvider, type ManagedInstancesProvider } from './capacity-provider.js';
import { mostProviders } from './cluster-changes.js';
import { type Cluster, providerNames } from './cluster.js';
import { providerNameProblems, providerProblems } from './provider-rules.js';

export interface NewProvider {
  readonly name: string;
  readonly tags: readonly EcsTag[];
  readonly managedInstances: ManagedInstancesProvider;
  /** Milliseconds it stays PROVISIONING. */
  readonly delay: number;
}

/**
 * Gives the cluster a provider.
 *
 * @throws AwsError ClientException that lists every problem of name and configuration, or that says the name is
 * taken in the cluster; LimitExceededException where the cluster has 20 providers
 */
export function addProvider(
  state: EcsRegion,
  cluster: Cluster,
  network: EcsNetwork,
  wanted: NewProvider,
): CapacityProvider {
  const problems = [
    ...providerNameProblems(wanted.name),
    ...providerProblems(wanted.managedInstances, state.place.region, network),
  ];
  if (problems.length > 0) {
    throw new AwsError('ClientException', `Invalid capacity provider: ${problems.join('; ')}.`);
  }
  const known = cluster.providers.get(wanted.name);
  if (known !== undefined && known.inactiveFrom === undefined) throw alreadyExists();
  // AWS's fixed limit (facts §2c); the words are those of PutClusterCapacityProviders.
  if (providerNames(cluster).length >= mostProviders) {
    throw new AwsError(
      'LimitExceededException',
      'The maximum number of capacity providers per cluster has been exceeded.',
    );
  }
  const provider: CapacityProvider = {
    name: wanted.name,
    arn: providerArn(state.place, wanted.name),
    tags: wanted.tags,
    managedInstances: wanted.managedInstances,
    activeFrom: state.now() + wanted.delay,
  };
  cluster.providers.set(provider.name, provider);
  state.clusters.changed(cluster);
  return provider;
}

/** AWS's words for a name that is taken. */
export const alreadyExists = (): AwsError =>
  new AwsError(
    'ClientException',
    'The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.',
  );
