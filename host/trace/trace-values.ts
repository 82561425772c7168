import { redact, type DirectiveValue, type TraceRecord } from '../../spi/index.js';
import type { EndAction, EndedAttempt } from '../engine/run-observer.js';
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

/** The values of an attempt's row by field, but those that the task itself measured. */
export type TraceValues = (field: string) => TraceValue;

/** What is known of an attempt that is over. `record` is its handler's last. */
export function traceValues(ended: EndedAttempt, record: TraceRecord): TraceValues {
  const values: Readonly<Record<string, () => TraceValue>> = {
    task_id: () => record.task_id,
    hash: () => shortHash(record.hash),
    native_id: () => record.native_id,
    process: () => record.process,
    name: () => record.name,
    status: () => statusOf(ended.action),
    exit: () => record.exit ?? ended.outcome.exitStatus,
    container: () => record.container ?? ended.attempt.run.container,
    attempt: () => record.attempt,
    submit: () => record.submit,
    start: () => record.start,
    complete: () => record.complete,
    duration: () => between(record.submit, record.complete),
    realtime: () => between(record.start, record.complete),
    workdir: () => record.workdir,
    script: () => redact(ended.order.script),
    env: () => maskedEnvironment(ended.order.environment ?? {}),
    error_action: () => ERROR_ACTIONS[ended.action],
    ...requested(ended),
  };
  // What the engine has no value for, the executor may have.
  return (field) => ownMember(values, field)?.() ?? ownMember(record.extra, field);
}

/** A plugin's field may have any name, also one that every object has a member of. */
function ownMember<V>(values: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** What the attempt asked for. */
function requested({ attempt }: EndedAttempt): Readonly<Record<string, () => TraceValue>> {
  const { cpus, memory, others } = attempt.run.directives;
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
