import { AwsError, invalidParameter } from '../../http/aws-error.js';
import { type CapacityRequest, type TaskNeeds } from '../capacity/capacity.js';
import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { type Cluster } from '../cluster/cluster.js';
import { providerStatus } from '../cluster/provider-status.js';
import { notActive } from '../cluster/usable-providers.js';
import { checkedStrategy, type StrategyItem } from '../cluster/strategy.js';
import { overridden } from '../container/container-spec.js';
import { type TaskDefinition } from '../definition/task-definition.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { cpuUnits, gpuCount, memoryMiB } from '../definition/task-size.js';
import { type EcsNetwork } from '../ecs-network.js';
import { constraintsOf } from './placement-rules.js';
import { type RunTaskInput, type TaskOverride } from './run-task-shape.js';

/** The strategy a call goes by: its own, else the cluster's default (facts §2c). */
export function strategyFor(cluster: Cluster, input: RunTaskInput, now: number): readonly StrategyItem[] {
  const own = input.capacityProviderStrategy ?? [];
  const strategy = own.length > 0 ? checkedStrategy(own) : cluster.defaultStrategy;
  // AWS falls back to launch type EC2, and there are no instances of that kind here.
  if (strategy.length === 0) throw invalidParameter('No Container Instances were found in your cluster.');
  for (const { capacityProvider } of strategy) activeProvider(cluster, capacityProvider, now);
  return strategy;
}

/** A provider of the cluster that takes tasks; throws where it is unknown or not ACTIVE yet. */
export function activeProvider(cluster: Cluster, name: string, now: number): CapacityProvider {
  if (cluster.awsOwned.includes(name)) {
    throw new AwsError(
      'UnsupportedFeatureException',
      `The local cloud does not serve: capacity provider ${name}. Use a Managed Instances provider of cluster ${cluster.name}.`,
    );
  }
  const provider = cluster.providers.get(name);
  if (provider?.inactiveFrom !== undefined || provider === undefined) {
    throw invalidParameter(
      `The specified capacity provider '${name}' was not found. Specify a valid name of a capacity provider of cluster ${cluster.name} and try again.`,
    );
  }
  if (providerStatus(provider, now) !== 'ACTIVE') throw invalidParameter(notActive(name));
  return provider;
}

/** Refuses a launch type: Managed Instances are reached through a strategy only (facts §2c). */
export function refuseLaunchType(input: RunTaskInput, definition: TaskDefinition): void {
  if (input.launchType === undefined) return;
  const compatible = definition.content.requiresCompatibilities ?? ['EC2'];
  throw invalidParameter(
    compatible.includes(input.launchType)
      ? `launchType ${input.launchType} is not served: use capacityProviderStrategy with a Managed Instances provider`
      : `Task definition does not support launch_type ${input.launchType}.`,
  );
}

/** Size of a task: override before definition, task level before the sum of its containers (facts §1a, §9). */
function taskNeeds(definition: TaskDefinition, overrides: TaskOverride | undefined): TaskNeeds {
  const containers = (definition.content.containerDefinitions ?? []).map((container) =>
    overridden(container, overrides ?? {}),
  );
  const sum = (value: (container: ContainerDefinition) => number): number =>
    containers.reduce((total, container) => total + value(container), 0);
  const wants = (type: string, value?: string): boolean =>
    containers.some(({ resourceRequirements = [] }) =>
      resourceRequirements.some((wanted) => wanted.type === type && (value ?? wanted.value) === wanted.value),
    );
  return {
    cpu: cpuUnits(overrides?.cpu ?? definition.content.cpu ?? '') ?? sum(({ cpu }) => cpu ?? 0),
    memoryMiB:
      memoryMiB(overrides?.memory ?? definition.content.memory ?? '') ??
      sum(({ memory, memoryReservation }) => memoryReservation ?? memory ?? 0),
    gpus: sum(({ resourceRequirements = [] }) => gpuCount(resourceRequirements)),
    ...(wants('GPU', 'ALL') ? { allGpus: true } : {}),
    ...(wants('NeuronDevice') ? { allNeuronDevices: true } : {}),
  };
}

/** What a task is to run, and where. */
export interface PlaceOrder {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly input: RunTaskInput;
}

/** What a task asks of the capacity model; its id is still to come. */
export function placeWanted(
  { cluster, definition, input }: PlaceOrder,
  provider: CapacityProvider,
  region: string,
  network: EcsNetwork,
): Omit<CapacityRequest, 'taskId'> {
  const zones = (input.networkConfiguration?.awsvpcConfiguration?.subnets ?? [])
    .map((subnet) => network.zoneOfSubnet(region, subnet))
    .filter((zone) => zone !== undefined);
  const { networkMode, runtimePlatform } = definition.content;
  const architecture = runtimePlatform?.cpuArchitecture;
  return {
    region,
    cluster: cluster.name,
    provider,
    needs: taskNeeds(definition, input.overrides),
    architecture: architecture === 'X86_64' || architecture === 'ARM64' ? architecture : undefined,
    networkMode: networkMode === 'awsvpc' ? 'awsvpc' : 'host',
    // In the order of their names: tasks of one set of zones are alike, however their subnets are listed.
    ...(zones.length === 0 ? {} : { zones: [...new Set(zones)].sort() }),
    group: input.group ?? `family:${definition.family}`,
    constraints: constraintsOf(input, definition.content),
  };
}
