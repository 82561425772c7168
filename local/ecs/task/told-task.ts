import { type EcsTask } from './task.js';

/** A task as its operator sees it: as it is, where reads of clients lag behind or a scripted fault hides it. */
export interface ToldTask {
  readonly arn: string;
  /** Name of its cluster. */
  readonly cluster: string;
  readonly definition: string;
  readonly startedBy?: string;
  /** Those RunTask gave it: a stop takes them from what clients see. */
  readonly tags: Readonly<Record<string, string>>;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** By name of the container, of those that have ended. */
  readonly exitCodes: Readonly<Record<string, number>>;
}

export function toldTask(task: EcsTask): ToldTask {
  const { arn, cluster, definition, startedBy, launchTags, lastStatus, desiredStatus, ending } = task;
  return {
    ...{ arn, cluster: cluster.name, definition: definition.arn, lastStatus, desiredStatus },
    ...(startedBy === undefined ? {} : { startedBy }),
    tags: Object.fromEntries(launchTags.map(({ key, value }) => [key, value])),
    createdAt: task.times.createdAt,
    ...(ending === undefined ? {} : { stopCode: ending.stopCode, stoppedReason: ending.reason }),
    exitCodes: Object.fromEntries(
      task.containers.flatMap(({ name, exitCode }) => (exitCode === undefined ? [] : [[name, exitCode]])),
    ),
  };
}
