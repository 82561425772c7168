import type { TaskRun } from '../../spi/index.js';

/** Beside the task's other work files: which definite try is the latest, for whoever has to find the task again. */
export function submissionRecordUri(task: TaskRun): string {
  return `${task.workDir}/.command.awsecs`;
}

export function submissionRecord(n: number): string {
  return JSON.stringify({ n });
}

/** What {@link submissionRecord} has written; undefined where the text is none. */
export function readSubmissionRecord(text: string): number | undefined {
  const found = /^\s*\{\s*"n"\s*:\s*(\d{1,9})\s*\}\s*$/.exec(text);
  return found === null ? undefined : Number(found[1]);
}
