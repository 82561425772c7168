import type { TaskOutcome } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import { WORK_FILES } from '../task/work-dir.js';

/** What a finished command printed, or why that is not known. */
export type TaskStdout = { readonly text: string } | { readonly problem: string };

export async function readStdout(store: FileStore, workDir: string): Promise<TaskStdout> {
  const uri = joinUri(workDir, WORK_FILES.stdout);
  try {
    const text = await store.readText(uri);
    return text === undefined ? { problem: `there is no ${uri}` } : { text };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

/** A task whose output is missing has failed, whatever its exit status: what follows would work on nothing. */
export function outputMissing(completed: TaskOutcome, problem: string): TaskOutcome {
  return {
    ...completed,
    kind: 'failed',
    reason: `The command ended well, but its standard output cannot be read: ${problem}`,
    advice: 'Check that the task may write to its work dir and that the engine may read it.',
    retry: { class: 'counted' },
  };
}
