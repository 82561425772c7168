import { detailOf } from './attachment.js';
import { type EcsTask, type HealthStatus, type TaskContainer } from './task.js';

/**
 * A task as RunTask, DescribeTasks and StopTask answer it; times in epoch seconds (facts §12). What a task does not
 * have is `undefined`, which JSON leaves out: one shape for all is several times cheaper than members put together.
 */
export function taskView(task: EcsTask, tags: boolean): object {
  return {
    taskArn: task.arn,
    clusterArn: task.cluster.arn,
    taskDefinitionArn: task.definition.arn,
    group: task.group,
    launchType: 'MANAGED_INSTANCES',
    capacityProviderName: task.provider,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    version: task.version,
    overrides: { containerOverrides: [], ...task.overrides },
    attachments: task.attachments,
    attributes: attributes(task),
    containers: task.containers.map((container) => containerView(container, task)),
    tags: tags ? task.tags : [],
    enableExecuteCommand: task.executeCommand,
    healthStatus: healthOf(task),
    ...optionalMembers(task),
    ...seconds(task),
  };
}

/** All a replayed token still tells of a stopped task (facts §3a, replay). */
export function stoppedTaskView(task: EcsTask): object {
  return { taskArn: task.arn, lastStatus: task.lastStatus, desiredStatus: task.desiredStatus };
}

function optionalMembers(task: EcsTask): object {
  return {
    cpu: task.cpu === '' ? undefined : task.cpu,
    memory: task.memory === '' ? undefined : task.memory,
    startedBy: task.startedBy,
    availabilityZone: task.zone,
    connectivity: task.connectivity,
    containerInstanceArn: task.instance?.arn,
    stopCode: task.ending?.stopCode,
    stoppedReason: task.ending?.reason,
  };
}

/** In AWS's spelling of architectures; none where the definition leaves it open (facts §1a). */
function attributes({ definition }: EcsTask): object[] {
  const architecture = definition.content.runtimePlatform?.cpuArchitecture?.toLowerCase();
  return architecture === undefined ? [] : [{ name: 'ecs.cpu-architecture', value: architecture }];
}

/** The worst of the essential containers: UNHEALTHY, then UNKNOWN (API model, `healthStatus`). */
function healthOf({ containers }: EcsTask): HealthStatus {
  const found = containers.filter(({ essential }) => essential).map(({ healthStatus }) => healthStatus);
  return (['UNHEALTHY', 'UNKNOWN'] as const).find((status) => found.includes(status)) ?? 'HEALTHY';
}

function containerView(container: TaskContainer, task: EcsTask): object {
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    lastStatus: container.lastStatus,
    healthStatus: container.healthStatus,
    cpu: container.cpu,
    networkBindings: [],
    networkInterfaces: interfaces(task),
    memory: container.memory,
    memoryReservation: container.memoryReservation,
    imageDigest: container.imageDigest,
    gpuIds: container.gpuIds,
    runtimeId: container.runtimeId,
    exitCode: container.exitCode,
    managedAgents: task.executeCommand ? [execAgent] : undefined,
    // ECS keeps 1024 characters of a reason (facts §3b).
    reason: container.reason?.slice(0, 1024),
  };
}

/** No agent runs here, and ExecuteCommand is not served: the answer says so instead of waiting for one. */
const execAgent = {
  name: 'ExecuteCommandAgent',
  lastStatus: 'STOPPED',
  reason: 'The local cloud does not serve ECS Exec.',
};

function interfaces(task: EcsTask): object[] {
  return task.attachments.flatMap((attachment) => {
    const privateIpv4Address = detailOf(attachment, 'privateIPv4Address');
    return privateIpv4Address === undefined ? [] : [{ attachmentId: attachment.id, privateIpv4Address }];
  });
}

function seconds({ times }: EcsTask): object {
  const inSeconds = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : at / 1000;
  return {
    createdAt: inSeconds(times.createdAt),
    connectivityAt: inSeconds(times.connectivityAt),
    pullStartedAt: inSeconds(times.pullStartedAt),
    pullStoppedAt: inSeconds(times.pullStoppedAt),
    startedAt: inSeconds(times.startedAt),
    stoppingAt: inSeconds(times.stoppingAt),
    executionStoppedAt: inSeconds(times.executionStoppedAt),
    stoppedAt: inSeconds(times.stoppedAt),
  };
}
