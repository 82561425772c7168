import type { Session, TaskRun } from '../../spi/index.js';
import { taskTags } from '../request/tags.js';

type Tags = Readonly<Record<string, string>>;

const WORK_DIR = 'nextflow.io/workDir';
const TRY = 'nextflow.io/n';

/** What the tag that tells the work dir of an attempt holds: all of the URI, or the end of a long one. */
export function workDirMark(task: TaskRun, session: Session): string {
  return taskTags(task, session, 0).find(({ key }) => key === WORK_DIR)?.value ?? '';
}

/** The same as a task on ECS has it; undefined where it is none of ours. */
export function markOf(tags: Tags): string | undefined {
  return tags[WORK_DIR];
}

/** Which definite try of its attempt a task on ECS is (see client-token.ts); undefined where it does not tell. */
export function tryOf(tags: Tags): number | undefined {
  const n = tags[TRY];
  return n === undefined || !/^\d+$/.test(n) ? undefined : Number(n);
}
