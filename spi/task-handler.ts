import type { BatchContext } from './batch-context.js';
import type { TaskOutcome } from './task-outcome.js';
import type { TaskRun, TaskStatus } from './task-run.js';
import type { TraceRecord } from './trace-record.js';

/** One of the few places in which tasks are being submitted, and one of the queue's slots. */
export interface SubmitTurn {
  /**
   * Gives both up: nothing of this task is on the backend, and it waits for room there. Passing twice is passing once.
   */
  pass(): void;
  /**
   * Asks for both again, ahead of every task that came later; resolves when they are had, at once where they were not
   * passed. Nothing may be sent for the task before. Asking twice is asking once.
   * @throws ShutdownError where the monitor is shut down first.
   */
  again(): Promise<void>;
}

/**
 * Drives one task on the backend. `S` is what the backend's status call says of one task.
 *
 * A monitor calls `submit`, then once a round `batch`, `checkIfRunning`, `checkIfCompleted`, never two at
 * once; `kill` may come at any time, also while `submit` is in flight.
 */
export interface TaskHandler<S = unknown> {
  readonly task: TaskRun;
  readonly status: TaskStatus;
  /** The backend's id; set before `status` becomes SUBMITTED. */
  readonly nativeId: string | undefined;
  /** Whether `submit` took over a task that an engine before this one had submitted; see `TaskRun.resumes`. */
  readonly adopted?: boolean;
  /** Set when `status` becomes COMPLETED. */
  readonly outcome: TaskOutcome | undefined;
  /**
   * Hands the task to the backend. Called once. Resolves when the backend has accepted it. After a `kill` it
   * starts nothing and rejects with ShutdownError. A backend without room is waited for, in `submit`: `turn` is
   * then passed on, or tasks for which there is none would hold up all others, and had again before the next send.
   * @throws ExecutorError when it did not; `recoverable` says whether another attempt could succeed, `uncertain`
   * that the backend may have accepted and its answer was lost.
   */
  submit(turn?: SubmitTurn): Promise<void>;
  /** Names the ids this handler needs in this round and keeps the context to read from. No I/O. */
  batch(context: BatchContext<S>): void;
  /** True exactly once: when this round's snapshot first shows the task running. No backend call. */
  checkIfRunning(): boolean;
  /**
   * True exactly once: when the task has ended and `outcome` is set. Makes no status call; it may read the
   * exit file in the work dir. A transient error there means "not yet", never a throw.
   */
  checkIfCompleted(): Promise<boolean>;
  /**
   * Ends the task. Idempotent and final: a killed task never reports success. Resolves when the backend has
   * accepted the stop, or when there is nothing to stop.
   * @throws ExecutorError when the backend refused, or could not be reached for as long as it makes sense.
   */
  kill(): Promise<void>;
  trace(): TraceRecord;
}
