import type { Logger, TaskOutcome } from '../../spi/index.js';
import { errorReport } from '../report/error-report.js';
import { readTails } from '../report/output-tails.js';
import type { FileStore } from '../storage/file-store.js';
import { shortHash } from '../task/work-dir.js';
import type { LiveTask } from './live-task.js';

/** How places are named to people. */
export interface ReportWords {
  /** Where people find the files of a work dir; where absent, the AWS CLI is named. */
  readonly describeWorkDir?: (uri: string) => string;
  /** How people see the log of a task, by its short hash; nothing is said where absent. */
  readonly describeLogs?: (shortHash: string) => string;
}

/** Where the files of a failed task are looked for. */
export interface ReportGround extends ReportWords {
  readonly store: FileStore;
  readonly logger: Logger;
}

/** Nextflow's error block of a task that failed, with the ends of its output. */
export async function failureReport(
  { order, attempt, ends }: LiveTask,
  outcome: TaskOutcome,
  { store, logger, describeWorkDir, describeLogs }: ReportGround,
): Promise<string> {
  const { workDir, hash, container = order.definition.container } = attempt?.run ?? {};
  const tails = workDir === undefined ? {} : await readTails(store, workDir, logger);
  const logs = hash === undefined ? undefined : describeLogs?.(shortHash(hash));
  const task = {
    name: order.name ?? order.definition.name,
    script: order.script,
    ...(workDir === undefined ? {} : { workDir }),
    attempts: ends,
    ...(container === undefined ? {} : { container }),
    ...(workDir === undefined || describeWorkDir === undefined ? {} : { files: describeWorkDir(workDir) }),
    ...(logs === undefined ? {} : { logs }),
  };
  return errorReport(task, outcome, tails);
}
