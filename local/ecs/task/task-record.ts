import { type Json } from '../../state/state-book.js';
import { type Cluster } from '../cluster/cluster.js';
import { type TaskDefinition } from '../definition/task-definition.js';
import { endedUnplaced, hostTerminated } from './ending.js';
import { type EcsTask } from './task.js';

/** A task as it is kept: cluster and definition by name, the rest as it is. */
export function recordOf(task: EcsTask): Json {
  const { cluster, definition, ...rest } = task;
  const { arn, family, revision } = definition;
  // Everything of a task is JSON but for these two.
  return { ...rest, cluster: cluster.name, definition: { arn, family, revision } } as unknown as Json;
}

/** What else there is when kept tasks are read. */
export interface TaskHome {
  readonly cluster: (name: string) => Cluster | undefined;
  readonly definition: (arn: string) => TaskDefinition | undefined;
}

interface KeptTask extends Omit<EcsTask, 'cluster' | 'definition' | 'launchTags'> {
  /** Not in what earlier versions kept. */
  readonly launchTags?: EcsTask['launchTags'];
  readonly cluster: string;
  readonly definition: Pick<TaskDefinition, 'arn' | 'family' | 'revision'>;
}

/**
 * A kept task as it was; `undefined` where the record is none, or its cluster is gone. A definition that has been
 * deleted meanwhile is shown by its name: nothing is started of it any more.
 */
export function taskOf(record: Json, home: TaskHome): EcsTask | undefined {
  const kept: unknown = record;
  if (!isKept(kept)) return undefined;
  const cluster = home.cluster(kept.cluster);
  if (cluster === undefined) return undefined;
  const { arn, family, revision } = kept.definition;
  const definition = home.definition(arn) ?? {
    arn,
    family,
    revision,
    content: {},
    tags: [],
    registeredAt: 0,
    compatibilities: [],
    status: 'INACTIVE' as const,
  };
  // Copied as deep as a task changes: what the book keeps is not to change with it.
  const { times, containers, attachments } = kept;
  return {
    ...kept,
    cluster,
    definition,
    launchTags: kept.launchTags ?? kept.tags,
    times: { ...times },
    containers: containers.map((container) => ({ ...container })),
    attachments: attachments.map((attachment) => ({ ...attachment, details: [...attachment.details] })),
  };
}

/** Own files are only looked at lightly: whether the members are there that a task is found and shown by. */
function isKept(record: unknown): record is KeptTask {
  const task = record as Partial<Record<keyof KeptTask, unknown>> | null;
  return (
    typeof task === 'object' &&
    task !== null &&
    ['id', 'arn', 'cluster', 'lastStatus', 'desiredStatus', 'group', 'provider'].every(
      (member) => typeof task[member as keyof KeptTask] === 'string',
    ) &&
    Number.isInteger(task.serial) &&
    Array.isArray(task.containers) &&
    Array.isArray(task.attachments) &&
    Array.isArray(task.tags) &&
    typeof (task.times as { createdAt?: unknown } | undefined)?.createdAt === 'number' &&
    typeof (task.definition as { arn?: unknown } | undefined)?.arn === 'string'
  );
}

/**
 * Ends a task that a cloud left living: its host, where it had one, went with that cloud as one that is lost, so no
 * exit code is ever known (facts §4, host lost).
 */
export function endWithItsCloud(task: EcsTask, now: number): void {
  task.ending ??= task.instance === undefined ? endedUnplaced : hostTerminated(task.instance.ec2Id);
  task.lastStatus = 'STOPPED';
  task.desiredStatus = 'STOPPED';
  if (task.connectivity !== undefined) task.connectivity = 'DISCONNECTED';
  task.times.stoppingAt ??= now;
  if (task.times.startedAt !== undefined) task.times.executionStoppedAt ??= now;
  task.times.stoppedAt = now;
  for (const container of task.containers) container.lastStatus = 'STOPPED';
  for (const attachment of task.attachments) attachment.status = 'DELETED';
}
