import { containerArn, type EcsPlace, resourceId, taskArn } from '../arns.js';
import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { type Cluster } from '../cluster/cluster.js';
import { overridden } from '../container/container-spec.js';
import { type TaskDefinition } from '../definition/task-definition.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { cpuUnits, memoryMiB } from '../definition/task-size.js';
import { type Random } from '../../random-id.js';
import { type EcsTag } from '../tag-rules.js';
import { type Attachment, attachmentId } from '../task/attachment.js';
import { type EcsTask, type TaskContainer } from '../task/task.js';
import { type RunTaskInput } from './run-task-shape.js';

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
export function newTask(order: TaskOrder, random: Random): EcsTask {
  const { place, cluster, definition, provider, input } = order;
  const id = resourceId(random);
  const overrides = input.overrides ?? {};
  return {
    id,
    arn: taskArn(place, cluster.name, id),
    serial: order.serial,
    cluster,
    definition,
    overrides,
    ...sizes(order),
    startedBy: input.startedBy,
    group: input.group ?? `family:${definition.family}`,
    provider: provider.name,
    executeCommand: input.enableExecuteCommand === true,
    subnets: input.networkConfiguration?.awsvpcConfiguration?.subnets ?? [],
    securityGroups: input.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [],
    visibleFrom: order.now + order.consistency,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 1,
    tags: order.tags,
    launchTags: order.tags,
    times: { createdAt: order.now },
    containers: (definition.content.containerDefinitions ?? []).map((container) =>
      newContainer(
        overridden(container, overrides),
        containerArn(place, cluster.name, id, resourceId(random)),
      ),
    ),
    attachments: [...networkAttachment(order, random), ...volumeAttachments(input, random)],
  };
}

function newContainer(container: ContainerDefinition, arn: string): TaskContainer {
  const { name = '', image = '', essential = true, memory, memoryReservation } = container;
  return {
    arn,
    name,
    image,
    essential,
    stopTimeout: container.stopTimeout ?? usualStopTimeout,
    cpu: String(container.cpu ?? 0),
    ...(memory === undefined ? {} : { memory: String(memory) }),
    ...(memoryReservation === undefined ? {} : { memoryReservation: String(memoryReservation) }),
    lastStatus: 'PENDING',
    healthStatus: 'UNKNOWN',
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

/** Its details come with the host. */
function networkAttachment({ definition }: TaskOrder, random: Random): Attachment[] {
  if (definition.content.networkMode !== 'awsvpc') return [];
  return [{ id: attachmentId(random), type: 'ElasticNetworkInterface', status: 'PRECREATED', details: [] }];
}

/** The EBS volume of the task; a standalone task's goes with it unless told otherwise (facts §1c). */
function volumeAttachments({ volumeConfigurations = [] }: RunTaskInput, random: Random): Attachment[] {
  return volumeConfigurations.map(({ name = '', managedEBSVolume: volume }) => ({
    id: attachmentId(random),
    type: 'AmazonElasticBlockStorage',
    status: 'PRECREATED',
    details: [
      { name: 'roleArn', value: volume?.roleArn ?? '' },
      { name: 'volumeName', value: name },
      {
        name: 'deleteOnTermination',
        value: String(volume?.terminationPolicy?.deleteOnTermination ?? true),
      },
    ],
  }));
}
