import type { ProcessDefinition } from '../../spi/index.js';

/** A task somebody wants run: what all its attempts have in common. */
export interface TaskOrder {
  readonly definition: ProcessDefinition;
  /** Name of the executor it runs on. */
  readonly executor: string;
  readonly script: string;
  /** For people; the process's name where absent. */
  readonly name?: string;
  /** Which task of its process, from 1; 1 where absent. */
  readonly index?: number;
  /** Variables exported to the command. */
  readonly environment?: Readonly<Record<string, string>>;
}
