import type { ProcessDefinition } from '../../spi/index.js';

/** One call of a process by the workflow, with everything its tasks need to be made. */
export interface PlannedCall {
  readonly definition: ProcessDefinition;
  /** Name of the executor its tasks run on. */
  readonly executor: string;
  readonly script: string;
  /** What the command prints is the process's output. */
  readonly outputsStdout: boolean;
  /** Print what the command printed (`debug true`). */
  readonly debug: boolean;
  /** Print the output's value (`| view`). */
  readonly view: boolean;
}
