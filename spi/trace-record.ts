/** How a trace value is written for people: raw numbers are counts, epoch milliseconds, milliseconds, bytes, dollars. */
export type TraceFieldType = 'text' | 'count' | 'time' | 'duration' | 'memory' | 'money';

/** A field of {@link TraceRecord.extra}. */
export interface TraceField {
  /** In Nextflow's manner: small letters, digits and `_`. */
  readonly name: string;
  readonly type: TraceFieldType;
  readonly help: string;
}

/** What is known of a task at this moment, under Nextflow's trace field names; times are epoch milliseconds. */
export interface TraceRecord {
  /** `TaskRun.id`. */
  readonly task_id: number;
  /** `TaskRun.hash`. */
  readonly hash: string;
  /** The backend's id; absent until it has accepted the task. */
  readonly native_id?: string;
  readonly process: string;
  readonly name: string;
  /** Where the task stands: its handler's `status`. */
  readonly status: string;
  /** The command's exit status, 0 to 255; absent while nobody knows it. */
  readonly exit?: number;
  /** The image. */
  readonly container?: string;
  /** `TaskRun.attempt`. */
  readonly attempt: number;
  /** When the backend accepted the task. */
  readonly submit?: number;
  /** When the command began. */
  readonly start?: number;
  /** When the task was over. */
  readonly complete?: number;
  /** `TaskRun.workDir`. */
  readonly workdir: string;
  /** Fields of the executor's own; `Executor.traceFields` declares them. */
  readonly extra: Readonly<Record<string, string | number>>;
}
