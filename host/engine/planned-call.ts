import type { TaskOrder } from './task-order.js';

/** One call of a process by the workflow, with everything its tasks need to be made. */
export interface PlannedCall extends TaskOrder {
  /** What the command prints is the process's output. */
  readonly outputsStdout: boolean;
  /** Print what the command printed (`debug true`). */
  readonly debug: boolean;
  /** Print the output's value (`| view`). */
  readonly view: boolean;
}
