import type { TaskRun } from '../../spi/index.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import type { TaskInput } from './task-input.js';
import { WORK_FILES } from './work-dir.js';
import { commandRun, commandScript } from './wrapper.js';

/** Everything of a task that is known before it is submitted. */
export type TaskDescription = Omit<TaskRun, 'prepare'> & {
  readonly script: string;
  /** Variables the user wants exported to the command. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the wrapper puts into the work dir before the command begins. */
  readonly inputs: readonly TaskInput[];
  /** Whether the task is to measure itself. */
  readonly metrics: boolean;
};

/**
 * One attempt at one task. Its `prepare` writes `.command.sh`, then `.command.run`, once however often it is called;
 * nothing where the attempt resumes: its files are there, and the task may be reading them. It throws ExecutorError STORAGE_FAILED or RequestError TASK_ENVIRONMENT_INVALID.
 */
export function hostTaskRun(
  { script, environment, inputs, metrics, ...task }: TaskDescription,
  store: FileStore,
): TaskRun {
  let prepared: Promise<void> | undefined;
  const writeFiles = async (): Promise<void> => {
    const { name: taskName, workDir, resumes } = task;
    if (resumes === true) return;
    const wrapper = commandRun({ taskName, workDir, script, environment, inputs, metrics });
    await store.writeText(joinUri(workDir, WORK_FILES.script), commandScript(script));
    // Last: where it is there, a later run knows that an attempt may have been submitted.
    await store.writeText(joinUri(workDir, WORK_FILES.run), wrapper);
  };
  return { ...task, prepare: () => (prepared ??= writeFiles()) };
}
