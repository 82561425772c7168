import { AwsError } from '../../http/aws-error.js';
import { type JsonOperation, listOf, number, operation, structure, text } from '../../http/aws-json.js';
import { localName, providerArn } from '../arns.js';
import { type EcsRegion } from '../ecs-region.js';
import { type EcsNetwork } from '../network.js';
import { includesTags } from '../include.js';
import { pageOf } from '../page.js';
import { checkedTags, type EcsTag } from '../tag-rules.js';
import {
  type CapacityProvider,
  createProviderShape,
  type ManagedInstancesProvider,
  providerProblems,
} from './capacity-provider.js';
import { type Cluster } from './cluster.js';

type RegionOf = (region: string) => EcsRegion;

/** AWS's own providers, in every account; they are what a call without a cluster shows here. */
const awsOwned = ['FARGATE', 'FARGATE_SPOT'];

export interface NewProvider {
  readonly name: string;
  readonly tags: readonly EcsTag[];
  readonly managedInstances: ManagedInstancesProvider;
  /** Milliseconds it stays PROVISIONING. */
  readonly delay: number;
}

export function providerOperations(
  regionOf: RegionOf,
  network: EcsNetwork,
  provisioningDelay: number,
): Record<string, JsonOperation> {
  return {
    CreateCapacityProvider: operation(createProviderShape, (input, { region }) => {
      const state = regionOf(region);
      if (input.managedInstancesProvider === undefined) {
        throw new AwsError(
          'ClientException',
          'managedInstancesProvider is missing: the local cloud serves Managed Instances capacity providers only',
        );
      }
      if (input.cluster === undefined) {
        throw new AwsError('ClientException', 'A Managed Instances capacity provider needs a cluster.');
      }
      const added = addProvider(state, state.clusters.get(input.cluster), network, {
        name: input.name ?? '',
        tags: checkedTags(input.tags),
        managedInstances: input.managedInstancesProvider,
        delay: provisioningDelay,
      });
      return { capacityProvider: providerView(added, state, true, input.cluster) };
    }),
    DescribeCapacityProviders: describeCapacityProviders(regionOf),
  };
}

/** Gives the cluster a provider; throws one ClientException that lists every problem. */
export function addProvider(
  state: EcsRegion,
  cluster: Cluster,
  network: EcsNetwork,
  wanted: NewProvider,
): CapacityProvider {
  const problems = providerProblems(wanted.name, wanted.managedInstances, state.place.region, network);
  if (cluster.providers.has(wanted.name)) problems.push(`'${wanted.name}' exists already`);
  // Twenty providers a cluster, not adjustable (facts §2c).
  if (cluster.providers.size >= 20)
    problems.push(`cluster ${cluster.name} has 20 capacity providers, the most allowed`);
  if (problems.length > 0) {
    throw new AwsError('ClientException', `Invalid capacity provider: ${problems.join('; ')}.`);
  }
  const provider: CapacityProvider = {
    name: wanted.name,
    arn: providerArn(state.place, wanted.name),
    tags: wanted.tags,
    managedInstances: wanted.managedInstances,
    activeFrom: state.now() + wanted.delay,
  };
  cluster.providers.set(provider.name, provider);
  return provider;
}

/** Pages of at most 10; only with a cluster are Managed Instances providers among them (facts §2b). */
function describeCapacityProviders(regionOf: RegionOf): JsonOperation {
  const shape = structure({
    capacityProviders: listOf(text),
    cluster: text,
    include: listOf(text),
    maxResults: number,
    nextToken: text,
  });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const names = input.capacityProviders?.map((name) => localName(state.place, 'capacity-provider', name));
    if (names !== undefined && names.length > 100) {
      throw new AwsError('InvalidParameterException', 'capacityProviders can have at most 100 items.');
    }
    const tags = includesTags(input.include);
    const views = visible(state, input.cluster, tags);
    const wanted = views.filter(([name]) => names === undefined || names.includes(name));
    const { entries, ...rest } = pageOf(wanted, ([name]) => name, input, 10);
    return {
      capacityProviders: entries.map(([, view]) => view),
      failures: (names ?? [])
        .filter((name) => !views.some(([known]) => known === name))
        .map((name) => ({ arn: providerArn(state.place, name), reason: 'MISSING' })),
      ...rest,
    };
  });
}

function visible(state: EcsRegion, cluster: string | undefined, tags: boolean): [string, object][] {
  if (cluster === undefined) {
    return awsOwned.map((name) => [
      name,
      { capacityProviderArn: providerArn(state.place, name), name, status: 'ACTIVE', type: name, tags: [] },
    ]);
  }
  return [...state.clusters.get(cluster).providers.values()]
    .map((provider): [string, object] => [provider.name, providerView(provider, state, tags, cluster)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function providerView(provider: CapacityProvider, state: EcsRegion, tags: boolean, cluster?: string): object {
  return {
    capacityProviderArn: provider.arn,
    name: provider.name,
    ...(cluster === undefined ? {} : { cluster: state.clusters.get(cluster).name }),
    status: state.now() < provider.activeFrom ? 'PROVISIONING' : 'ACTIVE',
    type: 'MANAGED_INSTANCES',
    managedInstancesProvider: provider.managedInstances,
    tags: tags ? provider.tags : [],
  };
}
