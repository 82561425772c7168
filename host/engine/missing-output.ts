import type { TaskOutcome } from '../../spi/index.js';
import { missingOutputs } from '../cache/outputs.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import type { TaskOrder } from './task-order.js';
import { READS_AT_ONCE } from './task-stdout.js';
import { Turnstile } from './turnstile.js';

/** Why what a finished task should have left is not to be had. */
export interface MissingOutput {
  /** A clause. */
  readonly reason: string;
  readonly advice: string;
}

/** Makes sure that tasks have left their declared outputs. */
export class OutputCheck {
  private readonly turnstile = new Turnstile(READS_AT_ONCE);

  constructor(private readonly store: Pick<FileStore, 'list' | 'look'>) {}

  /** What is missing in the work dir of a task that is over; undefined where nothing is. Never rejects. */
  async missing(
    { outputs = [], inputs = [] }: Pick<TaskOrder, 'outputs' | 'inputs'>,
    workDir: string,
  ): Promise<MissingOutput | undefined> {
    if (outputs.length === 0) return undefined;
    try {
      const missing = await this.turnstile.pass(() => missingOutputs(workDir, outputs, this.store, inputs));
      if (missing.length === 0) return undefined;
      return {
        reason: `${missing.length === 1 ? 'an output is' : 'outputs are'} missing in its work dir: ${missing.join(', ')}`,
        advice: 'Let the script write what is missing, or correct the outputs that its process declares.',
      };
    } catch (error) {
      return {
        reason: `its outputs cannot be looked for: ${reasonOf(error)}`,
        advice: 'Check that the engine may list and read the work dir.',
      };
    }
  }
}

/** Standard output that is not to be had; `problem` is a clause. */
export function stdoutMissing(problem: string): MissingOutput {
  return {
    reason: `its standard output cannot be read: ${problem}`,
    advice: 'Check that the task may write to its work dir and that the engine may read it.',
  };
}

/**
 * A task whose output is missing has failed, whatever its exit status: what follows would work on nothing.
 * @param earlier Whether an engine before this one had begun the attempt: what became of its files meanwhile is not the
 * user's fault, and the task goes again once at no cost.
 */
export function outputMissing(
  completed: TaskOutcome,
  { reason, advice }: MissingOutput,
  earlier: boolean,
): TaskOutcome {
  return {
    ...completed,
    kind: 'failed',
    reason: `The command ended well, but ${reason}`,
    advice,
    retry: earlier ? { class: 'free', budget: 'resumption', max: 1 } : { class: 'counted' },
  };
}
