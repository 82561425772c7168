/** What a failure that counts does to the run, in Nextflow's words. */
export type ErrorStrategy = 'terminate' | 'finish' | 'ignore' | 'retry';

/** What the user wants done about one failure of a task. */
export interface FailurePolicy {
  readonly strategy: ErrorStrategy;
  /** Most retries of one task, 0 or more. Nextflow's default: 1. */
  readonly maxRetries: number;
  /** Most failures of the tasks of one process together, -1 for any number. Nextflow's default: -1. */
  readonly maxErrors: number;
  /** Milliseconds the strategy asked to wait before a retry (`sleep` in its closure). */
  readonly delayMs: number;
}

/** What holds where nobody says anything. */
export const defaultFailurePolicy: FailurePolicy = {
  strategy: 'terminate',
  maxRetries: 1,
  maxErrors: -1,
  delayMs: 0,
};
