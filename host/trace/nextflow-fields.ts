import type { ColumnType, TraceColumn } from './trace-column.js';

/** A field of Nextflow's trace. */
interface NextflowField {
  readonly type: ColumnType;
  /** The wrapper measures it: it stands in `.command.trace`. */
  readonly measured?: true;
}

/** All of Nextflow's fields, with the types it writes them by. */
const fields = {
  task_id: { type: 'text' },
  hash: { type: 'text' },
  native_id: { type: 'text' },
  process: { type: 'text' },
  tag: { type: 'text' },
  name: { type: 'text' },
  status: { type: 'text' },
  exit: { type: 'text' },
  module: { type: 'text' },
  container: { type: 'text' },
  cpus: { type: 'count' },
  time: { type: 'duration' },
  disk: { type: 'memory' },
  memory: { type: 'memory' },
  attempt: { type: 'count' },
  submit: { type: 'time' },
  start: { type: 'time' },
  complete: { type: 'time' },
  duration: { type: 'duration' },
  realtime: { type: 'duration', measured: true },
  queue: { type: 'text' },
  '%cpu': { type: 'percent', measured: true },
  '%mem': { type: 'percent', measured: true },
  rss: { type: 'memory', measured: true },
  vmem: { type: 'memory', measured: true },
  peak_rss: { type: 'memory', measured: true },
  peak_vmem: { type: 'memory', measured: true },
  rchar: { type: 'memory', measured: true },
  wchar: { type: 'memory', measured: true },
  syscr: { type: 'count', measured: true },
  syscw: { type: 'count', measured: true },
  read_bytes: { type: 'memory', measured: true },
  write_bytes: { type: 'memory', measured: true },
  vol_ctxt: { type: 'count', measured: true },
  inv_ctxt: { type: 'count', measured: true },
  workdir: { type: 'text' },
  scratch: { type: 'text' },
  script: { type: 'text' },
  env: { type: 'text' },
  error_action: { type: 'text' },
  hostname: { type: 'text' },
  cpu_model: { type: 'text', measured: true },
} as const satisfies Readonly<Record<string, NextflowField>>;

/** Name of a field of Nextflow's. */
export type NextflowFieldName = keyof typeof fields;

/** Nextflow's fields in the order of its documentation. */
export const nextflowColumns: readonly TraceColumn[] = Object.entries<NextflowField>(fields).map(
  ([name, { type }]) => ({ name, type }),
);

/** The columns of a trace of Nextflow's where nobody chooses. */
export const defaultFields: readonly NextflowFieldName[] = [
  ...(['task_id', 'hash', 'native_id', 'name', 'status', 'exit', 'submit', 'duration', 'realtime'] as const),
  ...(['%cpu', 'peak_rss', 'peak_vmem', 'rchar', 'wchar'] as const),
];

const byName: ReadonlyMap<string, NextflowField> = new Map(Object.entries<NextflowField>(fields));

/** Whether the value of a column stands in what the wrapper measured. */
export function isMeasured(name: string): boolean {
  return byName.get(name)?.measured === true;
}
