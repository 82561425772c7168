import type { TaskOutcome } from '../../../../spi/index.js';
import type { EcsTask } from '../../../../src/aws/ecs-api.js';
import type { EndEvidence } from '../../../../src/outcome/evidence.js';
import type { Overrun } from '../../../../src/watch/overrun.js';
import { ecsTask, endedTask } from '../../aws-builders.js';

/** One way a task can end, and what is to be read from it. */
export interface Ending {
  readonly title: string;
  /** Where it is written that ECS says so. */
  readonly fact: string;
  /** The row of the rules that reads it. */
  readonly rule: string;
  readonly evidence: Partial<EndEvidence>;
  /** Of docs/errors.md; absent where the task completed or we killed it. */
  readonly code?: string;
  readonly outcome: Partial<TaskOutcome>;
}

/** All of an end's evidence; what is not named did not happen. */
export function evidence(changes: Partial<EndEvidence>): EndEvidence {
  return { task: undefined, exitFile: undefined, killed: false, ...changes };
}

/** ECS says that the container never ran. */
export function failedStart(stoppedReason: string): EcsTask {
  return endedTask(undefined, { stopCode: 'TaskFailedToStart', stoppedReason });
}

/** ECS leaves the stop code out now and then (containers-roadmap 1565). */
export function withoutCode(stoppedReason: string, changes: Partial<EcsTask> = {}): EcsTask {
  return ecsTask({ lastStatus: 'STOPPED', stoppedReason, ...changes });
}

/** The container's own reason. */
export function reason(text: string, exitCode = 137, changes: Partial<EcsTask> = {}): EcsTask {
  return endedTask(exitCode, { containers: [{ name: 'main', exitCode, reason: text }], ...changes });
}

/** A machine taken away; `exitCode` is what was left of the command. */
export function taken(stopCode: string, stoppedReason: string, exitCode?: number): EcsTask {
  return endedTask(exitCode, { stopCode, stoppedReason });
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** We stopped it. */
export const stoppedByUs = { stopCode: 'UserInitiated', stoppedReason: 'Stopped by run happy_curie' };
export const waited: Overrun = {
  phase: 'waited',
  bound: { ms: DAY, setting: 'aws.ecs.provisioningTimeout' },
  spent: DAY + HOUR,
};
export const pended: Overrun = {
  phase: 'pended',
  bound: { ms: 30 * MINUTE, setting: 'aws.ecs.pendingTimeout' },
  spent: 31 * MINUTE,
};
export const ran: Overrun = {
  phase: 'ran',
  bound: { ms: HOUR, setting: 'time' },
  spent: HOUR + 5 * MINUTE,
};

export const never = { class: 'never' } as const;
export const counted = { class: 'counted' } as const;
export const interruption = { class: 'free', budget: 'interruptions', max: 5 } as const;
export const elsewhere = { class: 'free', budget: 'capacity', max: 2 } as const;
export const resumption = { class: 'free', budget: 'resumption', max: 3 } as const;
export const disturbance = { class: 'free', budget: 'disturbances', max: 3, afterMs: 5000 } as const;
