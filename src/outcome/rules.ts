import type { OutcomeKind } from '../../spi/index.js';
import { timeSpanText } from '../config/time-span.js';
import { timeBoundText } from '../watch/time-bound.js';
import { awsWords, containerExit, exitStatus, type EndEvidence } from './evidence.js';
import { isInterruption, lacksCapacity, neverStarted, passes } from './stop-signs.js';

/**
 * On whose account a task may be tried again: the user's, nobody's, that of machines taken away, or that of providers
 * without capacity, where there is another one to try.
 */
export type RetryAccount = 'counted' | 'never' | 'interruptions' | 'capacity';

/** What a rule says of an end; `reason` defaults to AWS's own words. */
export interface Verdict {
  readonly kind: OutcomeKind;
  readonly reason?: string | ((end: EndEvidence) => string);
  readonly advice?: string;
  /** Of docs/errors.md, where a page of it explains more. */
  readonly code?: string;
  readonly retry: RetryAccount;
}

export interface Rule {
  /** Names the rule in tests. */
  readonly name: string;
  readonly when: (end: EndEvidence) => boolean;
  readonly then: Verdict;
}

/**
 * Ordered; the first that fits decides. Stop codes come first and texts second, because AWS promises the
 * codes and changes the texts (ECS developer guide, stopped-tasks-error-messages-updates).
 */
export const rules: readonly Rule[] = [
  {
    name: 'killed by us',
    when: ({ killed }) => killed,
    then: { kind: 'killed', reason: 'The run stopped the task', retry: 'never' },
  },
  {
    name: 'had no instance for as long as it may wait',
    when: waitedInVain,
    then: {
      kind: 'failed-to-start',
      code: 'NO_CAPACITY',
      reason: ({ overrun }) =>
        `ECS accepted the task and had no instance for it within ${limitText(overrun)}`,
      advice: 'Let it wait longer, ask for less, or let the capacity provider use more or larger instances.',
      retry: 'capacity',
    },
  },
  {
    // AGENT errors.go; 137 alone is any SIGKILL, so only the container's reason tells.
    name: 'out of memory',
    when: (end) => /OutOfMemoryError/i.test(awsWords(end.task)) && exitStatus(end) !== 0,
    then: {
      kind: 'out-of-memory',
      advice: "Give the process more memory, e.g. memory '8 GB'.",
      retry: 'counted',
    },
  },
  {
    // The wrapper writes 0 only when the command ran to its end: one that was told to end leaves another status.
    name: 'completed before the machine was taken away',
    when: ({ task, exitFile }) =>
      task !== undefined && isInterruption(task) && exitFile === 0 && (containerExit(task) ?? 0) === 0,
    then: {
      kind: 'completed',
      reason: 'The command had exited 0 before its machine was taken away',
      retry: 'never',
    },
  },
  {
    name: 'interrupted',
    when: ({ task }) => task !== undefined && isInterruption(task),
    then: {
      kind: 'interrupted',
      advice: 'Raise aws.ecs.maxSpotAttempts, or name an on-demand capacity provider by queue.',
      retry: 'interruptions',
    },
  },
  {
    // Only what our stop ended: a command that came to its own end before has an outcome of its own.
    name: 'ran for longer than it may',
    when: (end) =>
      end.overrun?.phase === 'ran' && !endedByItself(end) && !startFailure(end.task) && exitStatus(end) !== 0,
    then: {
      kind: 'time-limit',
      reason: ({ overrun }) =>
        `The task was stopped when it had run for ${timeSpanText(overrun?.spent ?? 0)}: it may run for ${limitText(overrun)}`,
      advice:
        'Give the process more time, e.g. twice as much by the directive time, or see in its log what took it so long.',
      retry: 'counted',
    },
  },
  {
    name: 'image cannot be pulled',
    when: ({ task }) => startFailure(task) && /CannotPull\w*Error/i.test(awsWords(task)) && !passing(task),
    then: {
      kind: 'image-pull-failed',
      advice: 'Check that the image exists and that the execution role (aws.ecs.executionRole) may pull it.',
      retry: 'never',
    },
  },
  {
    name: 'image pull interrupted',
    when: ({ task }) => startFailure(task) && /CannotPull\w*Error/i.test(awsWords(task)),
    then: {
      kind: 'image-pull-failed',
      advice: 'Run again: registries limit and fail for a while, and an instance can run out of disk.',
      retry: 'counted',
    },
  },
  {
    name: 'failed to start for want of capacity',
    when: ({ task }) => task !== undefined && lacksCapacity(task),
    then: {
      kind: 'failed-to-start',
      code: 'NO_CAPACITY',
      advice:
        'Ask for less, name another capacity provider by queue, or let it use more or larger instances.',
      retry: 'capacity',
    },
  },
  {
    name: 'failed to start for a passing reason',
    when: ({ task }) => startFailure(task) && passing(task),
    then: {
      kind: 'failed-to-start',
      advice: 'Run again: ECS was disturbed for a while.',
      retry: 'counted',
    },
  },
  {
    name: 'failed to start',
    when: ({ task }) => startFailure(task),
    then: {
      kind: 'failed-to-start',
      advice: 'Check the image (it needs bash), the roles and the log group that the reason names.',
      retry: 'never',
    },
  },
  {
    name: 'stopped by someone else',
    when: ({ task, overrun }) => task?.stopCode === 'UserInitiated' && overrun === undefined,
    then: {
      kind: 'killed',
      advice: 'Run again, unless it was stopped on purpose: somebody called StopTask.',
      retry: 'never',
    },
  },
  {
    name: 'completed',
    when: (end) => exitStatus(end) === 0,
    then: { kind: 'completed', reason: 'The command exited 0', retry: 'never' },
  },
  {
    name: 'ended by SIGKILL',
    when: (end) => exitStatus(end) === 137,
    then: {
      kind: 'failed',
      advice: 'Give the process more memory: status 137 is SIGKILL, most often for want of it.',
      retry: 'counted',
    },
  },
  {
    name: 'failed',
    when: (end) => exitStatus(end) !== undefined,
    then: { kind: 'failed', retry: 'counted' },
  },
  {
    name: 'lost',
    when: ({ task }) => task === undefined,
    then: {
      kind: 'lost',
      reason: 'ECS no longer knows the task and its work dir has no .exitcode',
      advice: 'Look at its logs in CloudWatch: ECS forgets a stopped task after about an hour.',
      retry: 'counted',
    },
  },
  {
    name: 'ended without a status',
    when: () => true,
    then: {
      kind: 'failed',
      advice: 'Look at its logs in CloudWatch: ECS gave no exit code and the work dir has no .exitcode.',
      retry: 'counted',
    },
  },
];

function startFailure(task: EndEvidence['task']): boolean {
  return task !== undefined && neverStarted(task);
}

function passing(task: EndEvidence['task']): boolean {
  return task !== undefined && passes(task);
}

/** A task that had an instance after all, between our decision and ECS's stop, may have come to an end of its own. */
function waitedInVain(end: EndEvidence): boolean {
  return end.overrun?.phase === 'waited' && end.exitFile === undefined && !endedByItself(end);
}

/** Whether the task ended because no instance was to be had. */
export function lostForCapacity(end: EndEvidence): boolean {
  return waitedInVain(end) || (end.task !== undefined && lacksCapacity(end.task));
}

function endedByItself({ task }: EndEvidence): boolean {
  return task?.stopCode === 'EssentialContainerExited';
}

function limitText(overrun: EndEvidence['overrun']): string {
  return overrun === undefined ? 'its time' : timeBoundText(overrun.bound);
}
