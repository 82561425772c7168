import type { ProcessDefinition, TaskOutcome, TraceRecord } from '../../spi/index.js';

/** What dynamic directives may look at: the `task` of a closure, before an attempt or after it failed. */
export interface TaskContext {
  readonly process: string;
  /** For people, e.g. `HELLO (1)`. */
  readonly name: string;
  /** Which task of its process, from 1. */
  readonly index: number;
  /** The attempt that is to be made, or that has just failed; from 1. Resubmissions that cost nothing leave it. */
  readonly attempt: number;
  /** Counted failures of this task so far, the one just seen among them. */
  readonly errorCount: number;
  /** Counted failures of all tasks of its process so far, the one just seen among them. */
  readonly processErrors: number;
  /** Resubmissions so far that cost the user nothing. */
  readonly interruptions: number;
  /** The end of the attempt before; absent before the first one ended. */
  readonly previous?: PreviousAttempt;
}

/** An attempt that ended. */
export interface PreviousAttempt {
  readonly outcome: TaskOutcome;
  readonly trace?: TraceRecord;
  /** What it asked for. */
  readonly definition?: ProcessDefinition;
}
