import type { TaskOutcome } from '../../spi/index.js';

/** What the engine makes of the end of an attempt. */
export type Verdict =
  | { readonly kind: 'succeeded' }
  /** The user's command, or the task on its way to it, failed: the error strategy (terminate) applies. */
  | { readonly kind: 'failed'; readonly outcome: TaskOutcome }
  /** The run itself ended the task. */
  | { readonly kind: 'aborted' }
  /** Goes again at the infrastructure's cost, as resubmission number `count` of `max` in `budget`. */
  | { readonly kind: 'resubmit'; readonly budget: string; readonly count: number; readonly max: number };

/** Ends that say something about the task also when they come while the run is being stopped. */
const OWN_FAILURES = new Set<TaskOutcome['kind']>(['failed', 'out-of-memory']);

/**
 * Judges one attempt.
 * @param interruptions resubmissions of this task so far, by budget.
 * @param stopping whether the run submits nothing more.
 */
export function judge(
  outcome: TaskOutcome,
  interruptions: Readonly<Record<string, number>>,
  stopping: boolean,
): Verdict {
  if (outcome.kind === 'completed') return { kind: 'succeeded' };
  if (stopping) return OWN_FAILURES.has(outcome.kind) ? { kind: 'failed', outcome } : { kind: 'aborted' };
  if (outcome.retry.class !== 'free') return { kind: 'failed', outcome };
  const { budget, max } = outcome.retry;
  const used = interruptions[budget] ?? 0;
  if (used < max) return { kind: 'resubmit', budget, count: used + 1, max };
  return { kind: 'failed', outcome: exhausted(outcome, used) };
}

function exhausted(outcome: TaskOutcome, used: number): TaskOutcome {
  if (used === 0) return outcome;
  const times = used === 1 ? 'once' : `${used} times`;
  return { ...outcome, reason: `${outcome.reason} (the task was resubmitted ${times}, the most allowed)` };
}
