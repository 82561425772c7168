import type { TaskRun } from '../../spi/index.js';

/** Beside the task's other work files: which definite try was sent last, for whoever has to find the task again. */
export function submissionRecordUri(task: TaskRun): string {
  return `${task.workDir}/.command.awsecs`;
}

export function submissionRecord(n: number): string {
  return JSON.stringify({ n });
}
