import { containerArn, type EcsPlace, resourceId, taskArn } from '../arns.js';
import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { type Cluster } from '../cluster/cluster.js';
import { type TaskDefinition } from '../definition/definition-registry.js';
import { cpuUnits, memoryMiB } from '../definition/task-size.js';
import { type EcsNetwork } from '../network.js';
import { type Random } from '../random-id.js';
import { type EcsTag } from '../tag-rules.js';
import { type RunTaskInput } from './run-task-shape.js';
import { type EcsTask } from './task.js';

/** Everything RunTask has settled for one task. */
export interface TaskOrder {
  readonly place: EcsPlace;
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly provider: CapacityProvider;
  readonly input: RunTaskInput;
  readonly tags: readonly EcsTag[];
  readonly serial: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds until reads see it. */
  readonly consistency: number;
}

/** ECS's own default between SIGTERM and SIGKILL, in seconds (facts §1a). */
const usualStopTimeout = 30;

/** A task in its first state. */
export function newTask(order: TaskOrder, network: EcsNetwork, random: Random): EcsTask {
  const { place, cluster, definition, provider, input } = order;
  const id = resourceId(random);
  const own = input.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
  const home = provider.managedInstances.instanceLaunchTemplate?.networkConfiguration?.subnets ?? [];
  const subnet = pick(own.length > 0 ? own : home, random);
  return {
    id,
    arn: taskArn(place, cluster.name, id),
    serial: order.serial,
    cluster,
    definition,
    overrides: input.overrides ?? {},
    ...sizes(order),
    startedBy: input.startedBy,
    group: input.group ?? `family:${definition.family}`,
    provider: provider.name,
    zone: subnet === undefined ? undefined : network.zoneOfSubnet(place.region, subnet),
    subnet: own.length > 0 ? subnet : undefined,
    visibleFrom: order.now + order.consistency,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 1,
    tags: order.tags,
    times: { createdAt: order.now },
    containers: (definition.content.containerDefinitions ?? []).map((container) => ({
      arn: containerArn(place, cluster.name, id, resourceId(random)),
      name: container.name ?? '',
      image: container.image ?? '',
      essential: container.essential ?? true,
      stopTimeout: container.stopTimeout ?? usualStopTimeout,
      lastStatus: 'PENDING',
    })),
  };
}

/** The answer shows the size in force: that is how a caller sees whether its override took (facts §9). */
function sizes({ input, definition }: TaskOrder): { cpu: string; memory: string } {
  const cpu = cpuUnits(input.overrides?.cpu ?? definition.content.cpu ?? '');
  const memory = memoryMiB(input.overrides?.memory ?? definition.content.memory ?? '');
  return {
    cpu: cpu === undefined ? '' : String(cpu),
    memory: memory === undefined ? '' : String(memory),
  };
}

function pick(subnets: readonly string[], random: Random): string | undefined {
  return subnets[Math.floor(random() * subnets.length)];
}
