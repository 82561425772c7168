import type { Container, Task } from '@aws-sdk/client-ecs';
import { present } from '../present.js';
import type { EcsContainer, EcsTask } from './ecs-api.js';

/** Type of the attachment that is the network interface of a task in awsvpc mode (API reference, Attachment). */
const ENI = 'ElasticNetworkInterface';

/**
 * Keeps of ECS's task what we decide on; ECS leaves out what is not known yet.
 * @param describedAt when ECS said so, epoch milliseconds by its own clock, where it told.
 */
export function toEcsTask(task: Task, describedAt?: number): EcsTask {
  return {
    arn: task.taskArn ?? '',
    lastStatus: task.lastStatus ?? 'UNKNOWN',
    containers: (task.containers ?? []).map(toEcsContainer),
    ...present({
      startedBy: task.startedBy,
      definition: task.taskDefinitionArn,
      cpu: task.cpu,
      memory: task.memory,
      stopCode: task.stopCode,
      stoppedReason: task.stoppedReason,
      createdAt: task.createdAt?.getTime(),
      pullStartedAt: task.pullStartedAt?.getTime(),
      pullStoppedAt: task.pullStoppedAt?.getTime(),
      startedAt: task.startedAt?.getTime(),
      stoppingAt: task.stoppingAt?.getTime(),
      executionStoppedAt: task.executionStoppedAt?.getTime(),
      stoppedAt: task.stoppedAt?.getTime(),
      describedAt,
      capacityProvider: task.capacityProviderName,
      availabilityZone: task.availabilityZone,
      instanceArn: task.containerInstanceArn,
      eni: task.attachments?.find(({ type }) => type === ENI)?.status,
    }),
  };
}

function toEcsContainer(container: Container): EcsContainer {
  return {
    name: container.name ?? '',
    ...present({
      exitCode: container.exitCode,
      reason: container.reason,
      imageDigest: container.imageDigest,
      gpuIds: container.gpuIds?.length === 0 ? undefined : container.gpuIds,
    }),
  };
}
