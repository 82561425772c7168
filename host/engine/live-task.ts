import type { Executor, TaskHandler, TaskRun } from '../../spi/index.js';
import { shortHash } from '../task/work-dir.js';
import type { TaskView } from './run-api.js';
import type { TaskOrder } from './task-order.js';

/** One attempt at a task, from its making to its end. */
export interface TaskAttempt {
  readonly run: TaskRun;
  readonly executor: Executor;
  readonly handler: TaskHandler;
  /** Whether its monitor has begun to submit it: what only waits can be taken back without the backend. */
  readonly begun: boolean;
}

/** One task over all its attempts. */
export interface LiveTask<O extends TaskOrder = TaskOrder> {
  readonly order: O;
  /** The attempt under way, or the last one; absent where none could be made. */
  attempt: TaskAttempt | undefined;
  /** Attempts made so far. */
  attempts: number;
  /** Free resubmissions so far, by budget. */
  interruptions: Readonly<Record<string, number>>;
  /** Somebody wants it ended: it goes no other time. */
  cancelled: boolean;
}

/** What people see of an attempt now. */
export function viewOf({ run, handler }: TaskAttempt): TaskView {
  const view = { shortHash: shortHash(run.hash), name: run.name, process: run.process, workDir: run.workDir };
  return handler.nativeId === undefined ? view : { ...view, nativeId: handler.nativeId };
}
