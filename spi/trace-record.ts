/** What is known of a task at this moment, under Nextflow's trace field names; times are epoch milliseconds. */
export interface TraceRecord {
  readonly task_id: number;
  readonly hash: string;
  readonly native_id?: string;
  readonly process: string;
  readonly name: string;
  readonly status: string;
  readonly exit?: number;
  readonly container?: string;
  readonly attempt: number;
  readonly submit?: number;
  readonly start?: number;
  readonly complete?: number;
  readonly workdir: string;
  /** Fields of the executor's own. */
  readonly extra: Readonly<Record<string, string | number>>;
}
