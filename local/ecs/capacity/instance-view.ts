import { type ManagedInstance } from './managed-instance.js';
import { type Resources } from './instance-room.js';

/** What DescribeContainerInstances is asked to add. */
export interface InstanceViewOptions {
  readonly tags: boolean;
  readonly health: boolean;
  /** Tasks with a place on the instance that have started, and those that have not. */
  readonly running: number;
  readonly pending: number;
}

/** A container instance as ECS answers it; times in epoch seconds. */
export function instanceView(instance: ManagedInstance, options: InstanceViewOptions): object {
  const { facts, room, registeredAt } = instance;
  return {
    containerInstanceArn: facts.arn,
    ec2InstanceId: facts.ec2Id,
    capacityProviderName: facts.provider,
    version: instance.version,
    versionInfo: {},
    registeredResources: resources(room.all, room.gpuIds),
    remainingResources: resources(room.remaining, room.freeGpuIds),
    status: instance.status,
    agentConnected: !instance.isOver,
    runningTasksCount: options.running,
    pendingTasksCount: options.pending,
    attributes: [...instance.attributes].map(([name, value]) => ({ name, value })),
    attachments: [],
    tags: options.tags ? instance.tags : [],
    ...(registeredAt === undefined ? {} : { registeredAt: registeredAt / 1000 }),
    ...(options.health ? { healthStatus: healthOf(instance) } : {}),
  };
}

function healthOf({ impaired, registeredAt = 0 }: ManagedInstance): object {
  const since = (impaired?.since ?? registeredAt) / 1000;
  const status = impaired === undefined ? 'OK' : 'IMPAIRED';
  const type = impaired?.check ?? 'AGENT_CONNECTIVITY';
  return { overallStatus: status, details: [{ type, status, lastUpdated: since, lastStatusChange: since }] };
}

function resources({ cpu, memoryMiB }: Resources, gpus: readonly string[]): object[] {
  const integer = (name: string, value: number): object => ({ name, type: 'INTEGER', integerValue: value });
  return [
    integer('CPU', cpu),
    integer('MEMORY', memoryMiB),
    { name: 'PORTS', type: 'STRINGSET', stringSetValue: [] },
    { name: 'PORTS_UDP', type: 'STRINGSET', stringSetValue: [] },
    ...(gpus.length === 0 ? [] : [{ name: 'GPU', type: 'STRINGSET', stringSetValue: gpus }]),
  ];
}
