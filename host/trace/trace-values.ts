import { redact, type DirectiveValue, type TaskRun, type TraceRecord } from '../../spi/index.js';
import type { EndAction, EndedAttempt } from '../engine/run-observer.js';
import type { TaskOrder } from '../engine/task-order.js';
import { shortHash } from '../task/work-dir.js';
import { maskedEnvironment } from './masked-environment.js';
import type { TraceValue } from './trace-column.js';

/** Nextflow's word for what the engine did about a failure. */
const ERROR_ACTIONS: Readonly<Partial<Record<EndAction, string>>> = {
  resubmitted: 'RETRY',
  retried: 'RETRY',
  ignored: 'IGNORE',
  failed: 'TERMINATE',
};

/** Nextflow's word for a task that an earlier run of the session has done. */
export const CACHED = 'CACHED';

/** The values of an attempt's row by field, but those that the task itself measured. */
export type TraceValues = (field: string) => TraceValue;

/** An attempt as its row is made of it. */
export interface TracedAttempt {
  readonly order: TaskOrder;
  readonly run: TaskRun;
  /** Nextflow's word for how it ended. */
  readonly status: string;
  readonly exit?: number;
  /** What the engine did about its failure. */
  readonly errorAction?: string;
}

/** An attempt that is over. */
export function endedTrace({ order, attempt, outcome, action }: EndedAttempt): TracedAttempt {
  const { exitStatus: exit } = outcome;
  const errorAction = ERROR_ACTIONS[action];
  return {
    ...{ order, run: attempt.run, status: statusOf(action) },
    ...(exit === undefined ? {} : { exit }),
    ...(errorAction === undefined ? {} : { errorAction }),
  };
}

/** What the engine itself knows of a task that an earlier run of the session has done. */
export function cachedRecord({ id, hash, process, name, attempt, workDir }: TaskRun): TraceRecord {
  return { task_id: id, hash, process, name, status: CACHED, exit: 0, attempt, workdir: workDir, extra: {} };
}

/** What is known of an attempt that is over. `record` is its handler's last. */
export function traceValues(traced: TracedAttempt, record: TraceRecord): TraceValues {
  const values: Readonly<Record<string, () => TraceValue>> = {
    task_id: () => record.task_id,
    hash: () => shortHash(record.hash),
    native_id: () => record.native_id,
    process: () => record.process,
    name: () => record.name,
    status: () => traced.status,
    exit: () => record.exit ?? traced.exit,
    container: () => record.container ?? traced.run.container,
    attempt: () => record.attempt,
    submit: () => record.submit,
    start: () => record.start,
    complete: () => record.complete,
    duration: () => between(record.submit, record.complete),
    realtime: () => between(record.start, record.complete),
    workdir: () => record.workdir,
    script: () => redact(traced.order.script),
    env: () => maskedEnvironment(traced.order.environment ?? {}),
    error_action: () => traced.errorAction,
    ...requested(traced.run),
  };
  // What the engine has no value for, the executor may have.
  return (field) => ownMember(values, field)?.() ?? ownMember(record.extra, field);
}

/** A plugin's field may have any name, also one that every object has a member of. */
function ownMember<V>(values: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** What the attempt asked for. */
function requested({ directives }: TaskRun): Readonly<Record<string, () => TraceValue>> {
  const { cpus, memory, others } = directives;
  return {
    cpus: () => cpus,
    memory: () => memory,
    disk: () => numberOf(memberOf(others['disk'], 'request')),
    time: () => numberOf(others['time']),
    queue: () => listOf(others['queue']),
  };
}

function statusOf(action: EndAction): string {
  if (action === 'completed') return 'COMPLETED';
  return action === 'aborted' ? 'ABORTED' : 'FAILED';
}

/** Milliseconds; two clocks may disagree, and none goes back. */
function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

function memberOf(value: DirectiveValue | undefined, name: string): DirectiveValue | undefined {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<string, DirectiveValue>>)[name]
    : undefined;
}

function numberOf(value: DirectiveValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function listOf(value: DirectiveValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(String).join(',') : undefined;
}
