import { ShutdownError, isExecutorError } from './errors.js';
import type { TaskOutcome } from './task-outcome.js';

/** A task that was still waiting when the run ended. */
export const withdrawn: TaskOutcome = {
  kind: 'killed',
  reason: 'The run ended before the task was submitted',
  evidence: {},
  retry: { class: 'never' },
};

/** What a submit that threw means for its task. */
export function submitFailure(error: unknown): TaskOutcome {
  const reason = messageOf(error);
  if (isExecutorError(error)) {
    const killed = error instanceof ShutdownError || error.code === 'SHUT_DOWN';
    return {
      kind: killed ? 'killed' : 'not-submitted',
      reason,
      evidence: { code: error.code },
      retry: error.recoverable ? { class: 'counted' } : { class: 'never' },
    };
  }
  return { kind: 'not-submitted', reason, evidence: {}, retry: { class: 'counted' } };
}

/** A task whose end nobody saw. */
export function unseenEnd(why: string): TaskOutcome {
  return {
    kind: 'lost',
    reason: `${why}; the end of the task was not seen`,
    evidence: {},
    retry: { class: 'never' },
  };
}

/** One line for the errors of a poll round; undefined when there were none. */
export function failureToPoll(errors: readonly unknown[]): string | undefined {
  return errors.length === 0 ? undefined : messageOf(errors[0]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
