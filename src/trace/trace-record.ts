import type { TaskOutcome, TaskRun, TraceRecord } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { present } from '../present.js';
import type { TraceExtra } from './trace-fields.js';

/** What is known of a task now, in Nextflow's fields. */
export interface TraceFacts {
  readonly task: TaskRun;
  readonly status: string;
  readonly submittedAt: number | undefined;
  readonly seen: EcsTask | undefined;
  readonly nativeId: string | undefined;
  readonly outcome: TaskOutcome | undefined;
}

/** @param extra the fields of the executor's own. */
export function traceRecord(facts: TraceFacts, extra: TraceExtra = {}): TraceRecord {
  const { task, status, submittedAt, seen, nativeId, outcome } = facts;
  return {
    task_id: task.id,
    hash: task.hash,
    process: task.process,
    name: task.name,
    status,
    attempt: task.attempt,
    workdir: task.workDir,
    ...present({
      native_id: nativeId,
      exit: outcome?.exitStatus,
      container: task.container,
      submit: submittedAt,
      start: seen?.startedAt,
      complete: seen?.stoppedAt,
    }),
    extra,
  };
}
