import type { TaskOutcome } from '../../spi/index.js';
import type { FailurePolicy } from '../script/failure-policy.js';
import { countedWait } from './attempt-wait.js';

/** Failures that count, the one that is judged among them. */
export interface FailureCounts {
  /** Of the task, 1 or more. */
  readonly task: number;
  /** Of all tasks of its process, 1 or more. */
  readonly process: number;
}

/** What follows on a failure that counts. */
export type FailureDecision =
  /** The task goes again, as retry number `count` of `max`, after `delayMs` milliseconds. */
  | { readonly action: 'retry'; readonly count: number; readonly max: number; readonly delayMs: number }
  | {
      readonly action: 'ignore' | 'finish' | 'terminate';
      /** Why a retry that was asked for is not made, for the reason of the outcome. */
      readonly unretried?: string;
    };

/**
 * Judges a failure as Nextflow's `checkErrorStrategy` does (modules/nextflow, TaskProcessor): a task is retried
 * `maxRetries` times, while its process has had fewer failures than `maxErrors`; a retry that may not be made ends the
 * run. One thing is ours: also a failure that no retry can mend is ignored where the user asked for that.
 * @param accepting false once nothing more is submitted: what would go again is then left as it ended.
 */
export function decideFailure(
  outcome: TaskOutcome,
  policy: FailurePolicy,
  counts: FailureCounts,
  accepting: boolean,
): FailureDecision {
  const { strategy, maxRetries } = policy;
  if (strategy !== 'retry') return { action: strategy };
  const unretried = whyNot(outcome, policy, counts);
  if (unretried !== undefined) return { action: 'terminate', unretried };
  if (!accepting) return { action: 'finish', unretried: 'not retried: the run finishes' };
  const delayMs = countedWait(outcome, policy.delayMs, counts.task);
  return { action: 'retry', count: counts.task, max: maxRetries, delayMs };
}

function whyNot(
  { retry }: TaskOutcome,
  { maxRetries, maxErrors }: FailurePolicy,
  { task, process }: FailureCounts,
): string | undefined {
  if (retry.class === 'never') return 'not retried: trying again cannot help';
  if (maxRetries === 0) return 'not retried: maxRetries is 0';
  if (task > maxRetries) return `retried ${times(maxRetries)}, the most that maxRetries allows`;
  if (maxErrors === -1 || process < maxErrors) return undefined;
  return `not retried: the process has failed ${times(process)}, and maxErrors is ${maxErrors}`;
}

function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}
