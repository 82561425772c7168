import { detailOf } from './attachment.js';
import { type EcsTask, type HealthStatus, type TaskContainer } from './task.js';

/** A task as RunTask, DescribeTasks and StopTask answer it; times in epoch seconds (facts §12). */
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
    ...(task.cpu === '' ? {} : { cpu: task.cpu }),
    ...(task.memory === '' ? {} : { memory: task.memory }),
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    ...(task.zone === undefined ? {} : { availabilityZone: task.zone }),
    ...(task.connectivity === undefined ? {} : { connectivity: task.connectivity }),
    ...(task.instance === undefined ? {} : { containerInstanceArn: task.instance.arn }),
    ...(task.ending === undefined
      ? {}
      : { stopCode: task.ending.stopCode, stoppedReason: task.ending.reason }),
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
  const { arn, name, image, lastStatus, healthStatus, cpu } = container;
  const optional = ['memory', 'memoryReservation', 'imageDigest', 'gpuIds', 'runtimeId', 'exitCode'] as const;
  return {
    containerArn: arn,
    taskArn: task.arn,
    name,
    image,
    lastStatus,
    healthStatus,
    cpu,
    networkBindings: [],
    networkInterfaces: interfaces(task),
    ...Object.fromEntries(
      optional.flatMap((member) => (container[member] === undefined ? [] : [[member, container[member]]])),
    ),
    ...(task.executeCommand ? { managedAgents: [execAgent] } : {}),
    // ECS keeps 1024 characters of a reason (facts §3b).
    ...(container.reason === undefined ? {} : { reason: container.reason.slice(0, 1024) }),
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

function seconds(task: EcsTask): object {
  return Object.fromEntries(Object.entries(task.times).map(([name, at]) => [name, (at as number) / 1000]));
}
