import { Duration, MemoryUnit } from '../lang/amounts.js';
import { EvaluationFault } from '../lang/evaluation-fault.js';
import { nearestName } from '../lang/nearest-name.js';
import type { HostObject, Value } from '../lang/value.js';
import type { PreviousAttempt } from './task-context.js';

type FieldType = 'plain' | 'memory' | 'duration';

/** Nextflow's trace fields (https://docs.seqera.io/nextflow/reports#trace-fields), by what their numbers count. */
const FIELDS: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ...(
    'task_id hash native_id process tag name status exit module container cpus attempt submit start complete queue ' +
    '%cpu %mem syscr syscw vol_ctxt inv_ctxt workdir scratch script env error_action hostname cpu_model'
  )
    .split(' ')
    .map((name): [string, FieldType] => [name, 'plain']),
  ...'memory disk rss vmem peak_rss peak_vmem rchar wchar read_bytes write_bytes'
    .split(' ')
    .map((name): [string, FieldType] => [name, 'memory']),
  ...'time duration realtime'.split(' ').map((name): [string, FieldType] => [name, 'duration']),
]);

/** `task.previousTrace`: what is known of the attempt before, memory and durations with their units. */
export function previousTrace(previous: PreviousAttempt): HostObject {
  const values = { ...askedFor(previous), ...previous.trace?.extra, ...measured(previous) };
  return {
    title: 'task.previousTrace',
    member: (name) => {
      const value: unknown = Object.hasOwn(values, name) ? values[name as keyof typeof values] : null;
      if (typeof value === 'number') return typed(value, FIELDS.get(name) ?? 'plain');
      if (typeof value === 'string') return value;
      if (FIELDS.has(name) || Object.hasOwn(values, name)) return null;
      const nearest = nearestName(name, FIELDS.keys());
      const advice =
        nearest === undefined ? `It has ${[...FIELDS.keys()].join(', ')}` : `Did you mean ${nearest}?`;
      throw new EvaluationFault(`task.previousTrace has no field ${name}`, advice);
    },
  };
}

function askedFor({ definition }: PreviousAttempt): Readonly<Record<string, unknown>> {
  if (definition === undefined) return {};
  const { cpus = 1, memory, others } = definition.directives;
  const disk = others['disk'];
  const size = typeof disk === 'object' && disk !== null && 'request' in disk ? disk['request'] : undefined;
  return { cpus, memory, disk: size, time: others['time'], queue: others['queue'] };
}

function measured({ trace }: PreviousAttempt): Readonly<Record<string, unknown>> {
  if (trace === undefined) return {};
  const { submit, start, complete } = trace;
  return {
    ...trace,
    ...(submit === undefined || complete === undefined ? {} : { duration: complete - submit }),
    ...(start === undefined || complete === undefined ? {} : { realtime: complete - start }),
  };
}

function typed(value: number, type: FieldType): Value {
  if (type === 'memory') return new MemoryUnit(value);
  return type === 'duration' ? new Duration(value) : value;
}
