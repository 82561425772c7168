import type { OutcomeKind, RetryAdvice } from '../../spi/index.js';
import { awsWords, containerExit, exitStatus, type EndEvidence } from './evidence.js';

/** What a rule says of an end; `reason` defaults to AWS's own words. */
export interface Verdict {
  readonly kind: OutcomeKind;
  readonly reason?: string;
  readonly advice?: string;
  readonly retry: RetryAdvice['class'];
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
    // AGENT errors.go; 137 alone is any SIGKILL, so only the container's reason tells.
    name: 'out of memory',
    when: (end) => /OutOfMemoryError/i.test(awsWords(end.task)) && exitStatus(end) !== 0,
    then: { kind: 'out-of-memory', advice: "Give the process more memory: memory '8 GB'", retry: 'counted' },
  },
  {
    // Codes for a machine taken away: DG spot, container-instance-draining, container-instance-health.
    name: 'interrupted',
    when: ({ task }) =>
      ['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth'].includes(task?.stopCode ?? '') ||
      (containerExit(task) === undefined &&
        /^Host EC2 |deregistration forced|instance draining/i.test(task?.stoppedReason ?? '')),
    then: { kind: 'interrupted', retry: 'free' },
  },
  {
    name: 'image cannot be pulled',
    when: ({ task }) => failedToStart(task) && /CannotPull\w*Error/i.test(awsWords(task)) && !passing(task),
    then: {
      kind: 'image-pull-failed',
      advice: 'Check that the image exists and that the execution role (aws.ecs.executionRole) may pull it',
      retry: 'never',
    },
  },
  {
    name: 'image pull interrupted',
    when: ({ task }) => failedToStart(task) && /CannotPull\w*Error/i.test(awsWords(task)),
    then: {
      kind: 'image-pull-failed',
      advice: 'Registries limit and fail for a while; try again',
      retry: 'counted',
    },
  },
  {
    name: 'failed to start for a passing reason',
    when: ({ task }) => failedToStart(task) && passing(task),
    then: {
      kind: 'failed-to-start',
      advice: 'ECS had no room or was disturbed; try again',
      retry: 'counted',
    },
  },
  {
    name: 'failed to start',
    when: ({ task }) => failedToStart(task),
    then: {
      kind: 'failed-to-start',
      advice: 'Check the image (bash, /usr/bin/fusion), the roles and the log group named in the message',
      retry: 'never',
    },
  },
  {
    name: 'stopped by someone else',
    when: ({ task }) => task?.stopCode === 'UserInitiated',
    then: { kind: 'killed', retry: 'never' },
  },
  {
    name: 'completed',
    when: (end) => exitStatus(end) === 0,
    then: { kind: 'completed', reason: 'The command exited 0', retry: 'never' },
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
      advice: 'Look at its logs in CloudWatch; ECS forgets a stopped task after about an hour',
      retry: 'counted',
    },
  },
  {
    name: 'ended without a status',
    when: () => true,
    then: {
      kind: 'failed',
      advice: 'ECS gave no exit code and the work dir has no .exitcode: look at the logs in CloudWatch',
      retry: 'counted',
    },
  },
];

function failedToStart(task: EndEvidence['task']): boolean {
  return task?.stopCode === 'TaskFailedToStart';
}

/** Sub-texts of AWS's start failures that pass by themselves (DG stopped-task-error-codes, cannot-pull). */
function passing(task: EndEvidence['task']): boolean {
  const words = awsWords(task);
  if (
    /toomanyrequests|timeout|timed out|throttl|Unexpected EC2|InternalError|Capacity is unavailable/i.test(
      words,
    )
  ) {
    return true;
  }
  // Codes, and written as such: "agent" in a sentence is none.
  return /\bRESOURCE:|\bAGENT\b/.test(words);
}
