import type { ExecutorError, TaskOutcome } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';

/** A task that was taken back before its executor had begun with it. */
export const CANCELLED: TaskOutcome = {
  kind: 'killed',
  reason: 'The task was cancelled before it was submitted',
  evidence: {},
  retry: { class: 'never' },
};

/** A task whose end its executor did not tell before it was gone. */
export const UNTOLD: TaskOutcome = {
  kind: 'lost',
  reason: 'The executor did not shut down properly; the end of the task was not seen',
  evidence: {},
  retry: { class: 'never' },
};

/** A task that an earlier run of the session has done. */
export const DONE_BEFORE: TaskOutcome = {
  kind: 'completed',
  exitStatus: 0,
  reason: 'An earlier run of the session has done the task',
  evidence: {},
  retry: { class: 'never' },
};

/** A task that could not be made, or that its executor did not take. */
export function notSubmitted(error: ExecutorError): TaskOutcome {
  const { code, recoverable } = error;
  const retry = { class: recoverable ? 'counted' : 'never' } as const;
  return { kind: 'not-submitted', reason: reasonOf(error), evidence: { code }, retry };
}
