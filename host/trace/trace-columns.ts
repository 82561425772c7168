import { ConfigError, type Executor, type Problem } from '../../spi/index.js';
import { nearestName } from '../lang/nearest-name.js';
import { defaultFields, nextflowColumns } from './nextflow-fields.js';
import type { TraceColumn } from './trace-column.js';

/** The columns that can be had, by name: Nextflow's, then those of the run's executors. */
export function availableColumns(executors: Iterable<Executor>): ReadonlyMap<string, TraceColumn> {
  const own = [...executors].flatMap(({ traceFields = [] }) => traceFields);
  // Of two fields with one name the first is written: Nextflow's type wins over an executor's.
  const columns = [...own.reverse(), ...nextflowColumns].map(
    ({ name, type }) => [name, { name, type }] as const,
  );
  return new Map(columns);
}

/**
 * The columns of a trace, in order.
 * @param names what the user chose; where absent, Nextflow's default ones and all of the executors' own.
 * @throws ConfigError TRACE_FIELD_UNKNOWN listing every name that nobody knows.
 */
export function chooseColumns(
  names: readonly string[] | undefined,
  executors: readonly Executor[],
): readonly TraceColumn[] {
  const available = availableColumns(executors);
  const own = executors.flatMap(({ traceFields = [] }) => traceFields.map(({ name }) => name));
  const chosen = names ?? [...new Set([...defaultFields, ...own])];
  const unknown = chosen.filter((name) => !available.has(name));
  if (unknown.length > 0) throw unknownFields(unknown, [...available.keys()], executors);
  return chosen.flatMap((name) => available.get(name) ?? []);
}

function unknownFields(
  unknown: readonly string[],
  known: readonly string[],
  executors: readonly Executor[],
): ConfigError {
  const owners = executors.map(({ name }) => name).join(', ');
  const problems = unknown.map((name): Problem => {
    const near = nearestName(name, known);
    return {
      code: 'TRACE_FIELD_UNKNOWN',
      path: 'trace.fields',
      found: name,
      message: `is no field of Nextflow's or of the executor ${owners}`,
      fix: near === undefined ? 'Leave it out; docs/trace.md lists all fields.' : `Did you mean ${near}?`,
    };
  });
  const count = unknown.length === 1 ? '1 field' : `${unknown.length} fields`;
  return new ConfigError(
    `Cannot write the trace: it is to have ${count} that nobody knows. Correct what is listed.`,
    {
      code: 'TRACE_FIELD_UNKNOWN',
      problems,
    },
  );
}
