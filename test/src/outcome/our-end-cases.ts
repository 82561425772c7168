import type { TaskOutcome } from '../../../spi/index.js';
import type { EndEvidence } from '../../../src/outcome/evidence.js';
import type { Overrun } from '../../../src/watch/overrun.js';
import { ecsTask, endedTask } from '../aws-builders.js';

/** An end and what is to be read from it. */
export interface EndCase {
  readonly rule: string;
  readonly end: string;
  readonly evidence: Partial<EndEvidence>;
  readonly outcome: Partial<TaskOutcome>;
}

export function failedStart(stoppedReason: string): EndEvidence['task'] {
  return endedTask(undefined, { stopCode: 'TaskFailedToStart', stoppedReason });
}

/** ECS leaves the stop code out now and then. */
export function withoutCode(stoppedReason: string, startedAt?: number): EndEvidence['task'] {
  return ecsTask({
    lastStatus: 'STOPPED',
    stoppedReason,
    ...(startedAt !== undefined && { startedAt }),
  });
}

export function reason(text: string, exitCode = 137): EndEvidence['task'] {
  return endedTask(exitCode, { containers: [{ name: 'main', exitCode, reason: text }] });
}

const DAY = 86_400_000;
const waited: Overrun = {
  phase: 'waited',
  bound: { ms: DAY, setting: 'aws.ecs.provisioningTimeout' },
  spent: DAY + 3_600_000,
};
const ran: Overrun = { phase: 'ran', bound: { ms: 3_600_000, setting: 'time' }, spent: 3_900_000 };
const twoProviders = { provider: 'first', providers: 2 };
const stoppedByUs = { stopCode: 'UserInitiated', stoppedReason: 'Stopped by run happy_curie' };

export const free = { class: 'free', budget: 'interruptions', max: 5 } as const;
const elsewhere = { class: 'free', budget: 'capacity', max: 2 } as const;

/** Ends in which we have a part: kills, stops for an overrun, and places we chose. */
export const ourEndCases: readonly EndCase[] = [
  {
    rule: 'killed by us',
    end: 'a kill that came as the command exited 0',
    evidence: { task: endedTask(0), killed: true },
    outcome: { kind: 'killed', retry: { class: 'never' }, exitStatus: 0 },
  },
  {
    rule: 'killed by us',
    end: 'a kill of a task ECS no longer knows',
    evidence: { task: undefined, killed: true },
    outcome: { kind: 'killed' },
  },
  {
    rule: 'had no instance for as long as it may wait',
    end: 'a task that we stopped in PROVISIONING',
    evidence: { task: endedTask(undefined, stoppedByUs), overrun: waited },
    outcome: {
      kind: 'failed-to-start',
      reason: 'ECS accepted the task and had no instance for it within 1 d (aws.ecs.provisioningTimeout)',
      evidence: {
        code: 'NO_CAPACITY',
        stopCode: 'UserInitiated',
        stoppedReason: 'Stopped by run happy_curie',
        limit: '1 d (aws.ecs.provisioningTimeout)',
        spent: '1 d 1 h',
      },
      retry: { class: 'counted' },
    },
  },
  {
    rule: 'had no instance for as long as it may wait',
    end: 'a task that our stop met as its container had just begun',
    evidence: { task: endedTask(137, stoppedByUs), overrun: waited },
    outcome: { kind: 'failed-to-start' },
  },
  {
    rule: 'killed by us',
    end: 'a kill of a task that we had given up',
    evidence: { task: endedTask(undefined, stoppedByUs), overrun: waited, killed: true },
    outcome: { kind: 'killed' },
  },
  {
    rule: 'completed',
    end: 'a command that was faster than our stop',
    evidence: { task: endedTask(0), overrun: waited },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    rule: 'failed',
    end: 'a task that we had given up and that has an exit file all the same',
    evidence: { task: undefined, exitFile: 3, overrun: waited },
    outcome: { kind: 'failed', exitStatus: 3 },
  },
  {
    rule: 'had no instance for as long as it may wait',
    end: 'a task that we stopped in PROVISIONING and that has another provider to go to',
    evidence: { task: endedTask(undefined, stoppedByUs), overrun: waited, route: twoProviders },
    outcome: { kind: 'failed-to-start', retry: elsewhere },
  },
  ...['RESOURCE:MEMORY', 'Capacity is unavailable at this time'].flatMap((words) => [
    {
      rule: 'failed to start for want of capacity',
      end: `${words}, with one provider`,
      evidence: { task: failedStart(words), route: { provider: 'only', providers: 1 } },
      outcome: { kind: 'failed-to-start' as const, reason: words, retry: { class: 'counted' } as const },
    },
    {
      rule: 'failed to start for want of capacity',
      end: `${words}, with two providers`,
      evidence: { task: failedStart(words), route: twoProviders },
      outcome: { kind: 'failed-to-start' as const, retry: elsewhere },
    },
  ]),
  {
    rule: 'ran for longer than it may',
    end: 'a task that our stop ended',
    evidence: { task: endedTask(143, stoppedByUs), overrun: ran, route: twoProviders },
    outcome: {
      kind: 'time-limit',
      exitStatus: 143,
      reason: 'The task was stopped when it had run for 1 h 5 min: it may run for 1 h (time)',
      evidence: {
        stopCode: 'UserInitiated',
        stoppedReason: 'Stopped by run happy_curie',
        containerExit: 143,
        limit: '1 h (time)',
        spent: '1 h 5 min',
      },
      retry: { class: 'counted' },
    },
  },
  {
    rule: 'ran for longer than it may',
    end: 'a task that our stop ended by force',
    evidence: { task: endedTask(137, stoppedByUs), overrun: ran },
    outcome: { kind: 'time-limit', exitStatus: 137 },
  },
  {
    rule: 'ran for longer than it may',
    end: 'a task of which ECS gave no status',
    evidence: { task: endedTask(undefined, stoppedByUs), exitFile: 143, overrun: ran },
    outcome: { kind: 'time-limit', exitStatus: 143 },
  },
  {
    rule: 'ran for longer than it may',
    end: 'a task that we stopped and ECS no longer knows',
    evidence: { task: undefined, overrun: ran },
    outcome: { kind: 'time-limit' },
  },
  {
    rule: 'completed',
    end: 'a command that was done as our stop came',
    evidence: { task: endedTask(0, stoppedByUs), overrun: ran },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    rule: 'failed',
    end: 'a command that failed by itself before our stop',
    evidence: { task: endedTask(3), overrun: ran },
    outcome: { kind: 'failed', exitStatus: 3 },
  },
  {
    rule: 'out of memory',
    end: 'a command that was out of memory before our stop',
    evidence: { task: reason('OutOfMemoryError: Container killed due to memory usage'), overrun: ran },
    outcome: { kind: 'out-of-memory' },
  },
  {
    rule: 'interrupted',
    end: 'a machine taken away before our stop',
    evidence: { task: endedTask(137, { stopCode: 'SpotInterruption' }), overrun: ran },
    outcome: { kind: 'interrupted', retry: free },
  },
  {
    rule: 'killed by us',
    end: 'a kill of a task that had run for too long',
    evidence: { task: endedTask(143, stoppedByUs), overrun: ran, killed: true },
    outcome: { kind: 'killed' },
  },
];
