import type { EcsTask } from '../aws/ecs-api.js';

/**
 * How ECS's lastStatus reads: PROVISIONING → PENDING → ACTIVATING → RUNNING → DEACTIVATING → STOPPING →
 * DEPROVISIONING → STOPPED → DELETED (DG task-lifecycle-explanation).
 */
const ENDED = new Set(['STOPPED', 'DELETED']);

/** True from RUNNING on; a short task may first be seen stopped, with `startedAt` telling that it ran. */
export function hasStarted(task: EcsTask): boolean {
  return task.lastStatus === 'RUNNING' || task.startedAt !== undefined;
}

/** As RunTask answers of what it has just started: no instance has run anything of it. */
export function isFresh({ lastStatus }: EcsTask): boolean {
  return lastStatus === 'PROVISIONING' || lastStatus === 'PENDING';
}

const ENDING = new Set(['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', ...ENDED]);

/** It runs no more, or was told to end. */
export function isEnding(task: EcsTask): boolean {
  return ENDING.has(task.lastStatus) || task.stoppingAt !== undefined;
}

/** Only STOPPED and DELETED are final: an exit code can show earlier, while teardown still goes on. */
export function hasEnded(task: EcsTask): boolean {
  return ENDED.has(task.lastStatus);
}

/**
 * DescribeTasks is eventually consistent: right after RunTask a task can be MISSING, for up to five minutes
 * by AWS's own advice (RunTask, API reference). Judged by age, never by waiting in place.
 */
const CONSISTENT_AFTER_MS = 5 * 60_000;

export function isEarly(ageMs: number): boolean {
  return ageMs < CONSISTENT_AFTER_MS;
}
