import type { Logger, TaskOutcome } from '../../spi/index.js';
import { errorReport, type OutputTails } from '../report/error-report.js';
import { readTails } from '../report/output-tails.js';
import type { FileStore } from '../storage/file-store.js';
import { shortHash } from '../task/work-dir.js';
import type { LiveTask, TaskAttempt } from './live-task.js';

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
  const printed = attempt !== undefined && mayHavePrinted(attempt, outcome, tails);
  const logs = hash === undefined || !printed ? undefined : describeLogs?.(shortHash(hash));
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

/** Nobody is sent to the log of a command that never began. */
function mayHavePrinted(
  { handler }: TaskAttempt,
  { logTail = [], exitStatus }: TaskOutcome,
  tails: OutputTails,
): boolean {
  const ran = exitStatus !== undefined || handler.trace().start !== undefined;
  return ran || logTail.length > 0 || tails.stdout !== undefined || tails.stderr !== undefined;
}
