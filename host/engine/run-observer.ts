import type { Executor, TaskOutcome } from '../../spi/index.js';
import type { CachedAttempt } from './cached-attempt.js';
import type { TaskAttempt } from './live-task.js';
import type { RunInfo, RunResult } from './run-api.js';
import type { TaskOrder } from './task-order.js';

/** What followed on the end of an attempt. */
export type EndAction =
  /** It succeeded. */
  | 'completed'
  /** The task goes again at the infrastructure's cost. */
  | 'resubmitted'
  /** The task goes again as a retry of the user's. */
  | 'retried'
  /** The run goes on without it. */
  | 'ignored'
  /** It ended the run, or was counted as failed beside the failure that did. */
  | 'failed'
  /** The run itself ended it. */
  | 'aborted';

/** An attempt that is over. */
export interface EndedAttempt {
  readonly order: TaskOrder;
  readonly attempt: TaskAttempt;
  readonly outcome: TaskOutcome;
  readonly action: EndAction;
}

/**
 * Keeps a record of a run: its trace, its history. Calls come in order and never overlap. What it throws is logged and
 * changes nothing; it does its I/O behind the calls, and `close` waits for it.
 */
export interface RunObserver {
  /** Before anything is launched. May be awaited: a record that cannot be kept at all is refused here, by throwing. */
  began(run: RunInfo, executors: ReadonlyMap<string, Executor>): Promise<void>;
  /** An earlier run of the session has done the task: the only word on it. */
  cached(order: TaskOrder, cached: CachedAttempt): void;
  /** The backend has accepted the attempt; its `handler.nativeId` is set. */
  submitted(order: TaskOrder, attempt: TaskAttempt): void;
  /** Once for every attempt that was made, its last word. `attempt.handler.trace()` is complete. */
  ended(ended: EndedAttempt): void;
  /** After the executors have shut down; `result` is absent where the run broke. Never rejects. */
  close(result: RunResult | undefined): Promise<void>;
}
