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
    if (error.uncertain)
      return { kind: 'lost', reason, evidence: { code: error.code }, retry: { class: 'never' } };
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
    advice: 'Look for the task on the backend, and stop it if it still runs.',
    evidence: {},
    retry: { class: 'never' },
  };
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
