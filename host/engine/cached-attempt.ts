import type { TaskRun } from '../../spi/index.js';

/** An attempt of an earlier run of the session whose results stand for a task: nothing is submitted. */
export interface CachedAttempt {
  /** As an executor would get it. Nothing of it is written. */
  readonly run: TaskRun;
  /** Name of the executor that the task would run on. */
  readonly executor: string;
}
