import type { TaskOutcome } from '../../spi/index.js';
import { freeWait } from './attempt-wait.js';

/** A task goes again at the infrastructure's cost: resubmission number `count` of `max` in `budget`. */
export interface Resubmission {
  readonly budget: string;
  readonly count: number;
  readonly max: number;
  /** Milliseconds to wait before it. */
  readonly delayMs: number;
}

/**
 * Whether an attempt that ended so goes again without anybody's asking.
 * @param interruptions resubmissions of this task so far, by budget.
 */
export function resubmissionOf(
  outcome: TaskOutcome,
  interruptions: Readonly<Record<string, number>>,
): Resubmission | undefined {
  if (outcome.retry.class !== 'free') return undefined;
  const { budget, max } = outcome.retry;
  const count = (interruptions[budget] ?? 0) + 1;
  return count <= max ? { budget, count, max, delayMs: freeWait(outcome) } : undefined;
}

/** The outcome of an attempt that does not go again for free; where its budget is used up, it says so. */
export function finalOutcome(
  outcome: TaskOutcome,
  interruptions: Readonly<Record<string, number>>,
): TaskOutcome {
  if (outcome.retry.class !== 'free') return outcome;
  const used = interruptions[outcome.retry.budget] ?? 0;
  if (used < outcome.retry.max || used === 0) return outcome;
  const times = used === 1 ? 'once' : `${used} times`;
  return { ...outcome, reason: `${outcome.reason} (the task was resubmitted ${times}, the most allowed)` };
}
