import type { EndAction, EndedAttempt } from '../../../host/engine/run-observer.js';
import type { RunInfo, RunResult } from '../../../host/engine/run-api.js';
import type { Executor, TaskHandler, TaskOutcome, TaskRun, TraceRecord } from '../../../spi/index.js';
import { taskRun } from '../../support/task-run-builder.js';

export const info: RunInfo = {
  runName: 'happy_curie',
  sessionId: '00000000-0000-4000-8000-000000000000',
  scriptPath: 'main.nf',
  workDir: 's3://my-bucket/work',
  executors: ['acme'],
};

export const success: RunResult = {
  status: 'succeeded',
  duration: 1,
  succeeded: 1,
  failed: 0,
  aborted: 0,
  unfinished: [],
} as unknown as RunResult;

export const completed: TaskOutcome = {
  kind: 'completed',
  exitStatus: 0,
  reason: 'The command exited 0',
  evidence: {},
  retry: { class: 'never' },
};

export interface AttemptChanges {
  readonly run?: Partial<TaskRun>;
  readonly record?: Partial<TraceRecord>;
  /** Fields the record has no value for. */
  readonly without?: readonly (keyof TraceRecord)[];
  readonly action?: EndAction;
  readonly outcome?: TaskOutcome;
  readonly script?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** An attempt of HELLO that has ended. */
export function endedAttempt(changes: AttemptChanges = {}): EndedAttempt {
  const run = taskRun(changes.run);
  const record: TraceRecord = without(
    {
      task_id: run.id,
      hash: run.hash,
      native_id: `native-${run.id}`,
      process: run.process,
      name: run.name,
      status: 'COMPLETED',
      exit: 0,
      attempt: run.attempt,
      submit: 1_000_000,
      start: 1_005_000,
      complete: 1_068_000,
      workdir: run.workDir,
      extra: {},
      ...changes.record,
    },
    changes.without ?? [],
  );
  const handler = { task: run, nativeId: record.native_id, trace: () => record } as unknown as TaskHandler;
  const definition = { name: run.process, directives: run.directives };
  return {
    order: {
      definition,
      executor: 'acme',
      script: changes.script ?? 'echo hello',
      ...(changes.environment === undefined ? {} : { environment: changes.environment }),
    },
    attempt: { run, executor: {} as Executor, handler, begun: true },
    outcome: changes.outcome ?? completed,
    action: changes.action ?? 'completed',
  };
}

function without(record: TraceRecord, fields: readonly (keyof TraceRecord)[]): TraceRecord {
  const left = Object.entries(record).filter(([name]) => !(fields as readonly string[]).includes(name));
  return Object.fromEntries(left) as unknown as TraceRecord;
}
