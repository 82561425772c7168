import type { Logger, TaskOutcome } from '../../spi/index.js';
import { errorReport } from '../report/error-report.js';
import { readTails } from '../report/output-tails.js';
import type { FileStore } from '../storage/file-store.js';
import type { TaskOrder } from './task-order.js';

/** Where the files of a failed task are looked for. */
export interface ReportGround {
  readonly store: FileStore;
  readonly logger: Logger;
  /** Where people find the files of a work dir; where absent, the AWS CLI is named. */
  readonly describeWorkDir?: (uri: string) => string;
}

/**
 * Nextflow's error block of a task that failed, with the ends of its output.
 * @param workDir the task's own; undefined where it could not even be made.
 * @param root the work dir of the session, which the report names then.
 */
export async function failureReport(
  order: TaskOrder,
  outcome: TaskOutcome,
  { workDir, root }: { readonly workDir: string | undefined; readonly root: string },
  { store, logger, describeWorkDir }: ReportGround,
): Promise<string> {
  const { name, container } = order.definition;
  const tails = workDir === undefined ? {} : await readTails(store, workDir, logger);
  const task = {
    name: order.name ?? name,
    script: order.script,
    workDir: workDir ?? root,
    ...(container === undefined ? {} : { container }),
  };
  const files = describeWorkDir === undefined ? {} : { files: describeWorkDir(task.workDir) };
  return errorReport({ ...task, ...files }, outcome, tails);
}
