import { type EcsTask, type TaskContainer } from './task.js';

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
    attachments: attachments(task),
    attributes: [],
    containers: task.containers.map((container) => containerView(container, task)),
    tags: tags ? task.tags : [],
    enableExecuteCommand: false,
    healthStatus: 'UNKNOWN',
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
    ...(task.instance === undefined ? {} : { containerInstanceArn: task.instance.arn }),
    ...(task.ending === undefined
      ? {}
      : { stopCode: task.ending.stopCode, stoppedReason: task.ending.reason }),
  };
}

function containerView(container: TaskContainer, task: EcsTask): object {
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    lastStatus: container.lastStatus,
    networkInterfaces: [],
    healthStatus: 'UNKNOWN',
    ...(container.runtimeId === undefined ? {} : { runtimeId: container.runtimeId }),
    ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
    // ECS keeps 1024 characters of a reason (facts §3b).
    ...(container.reason === undefined ? {} : { reason: container.reason.slice(0, 1024) }),
  };
}

function attachments(task: EcsTask): object[] {
  if (task.subnet === undefined) return [];
  const status = task.instance === undefined ? 'PRECREATED' : 'ATTACHED';
  return [
    {
      id: `eni-${task.id}`,
      type: 'ElasticNetworkInterface',
      status: task.lastStatus === 'STOPPED' ? 'DELETED' : status,
      details: [{ name: 'subnetId', value: task.subnet }],
    },
  ];
}

function seconds(task: EcsTask): object {
  return Object.fromEntries(Object.entries(task.times).map(([name, at]) => [name, (at as number) / 1000]));
}
