import type { Executor, TaskHandler, TaskRun } from '../../spi/index.js';
import { shortHash } from '../task/work-dir.js';
import type { PlannedCall } from './planned-call.js';
import type { Stage } from './process-tally.js';
import type { TaskView } from './run-api.js';

/** One attempt from its making to its end. */
export interface LiveTask {
  readonly call: PlannedCall;
  readonly run: TaskRun;
  readonly executor: Executor;
  readonly handler: TaskHandler;
  stage: Stage;
  /** Its end was told; what follows (reading its output) may still be under way. */
  ended: boolean;
}

/** What people see of the task now. */
export function viewOf({ run, handler }: LiveTask): TaskView {
  const view = { shortHash: shortHash(run.hash), name: run.name, process: run.process, workDir: run.workDir };
  return handler.nativeId === undefined ? view : { ...view, nativeId: handler.nativeId };
}
