import type { TaskOutcome } from '../../spi/index.js';
import { containerExit, type EndEvidence } from './evidence.js';

/** Whether a verdict would be better with the last lines of the task's log. */
export function wantsOutput({ kind }: TaskOutcome, { task, exitFile }: EndEvidence): boolean {
  return kind !== 'completed' && exitFile === undefined && containerExit(task) !== undefined;
}
