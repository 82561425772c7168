import type { LoggedTask } from '../../host/housekeeping/run-log.js';
import type { ColumnType, TraceValue } from '../../host/trace/trace-column.js';

/** What can be told of a task by `nf-awsecs log`. Names are those of Nextflow's trace where it has them. */
export interface TaskField {
  readonly name: string;
  /** How it is written for people. */
  readonly type: ColumnType;
  readonly says: string;
  value(task: LoggedTask): TraceValue;
}

const field = (name: string, type: ColumnType, says: string, value: TaskField['value']): TaskField => ({
  name,
  type,
  says,
  value,
});

/** Every field, in the order of `-l`. */
export const taskFields: readonly TaskField[] = [
  field(
    'hash',
    'text',
    'the hash that names the work dir',
    ({ hash }) => `${hash.slice(0, 2)}/${hash.slice(2, 8)}`,
  ),
  field('name', 'text', 'the task, e.g. HELLO (1)', ({ name }) => name),
  field('process', 'text', 'its process', ({ process }) => process),
  field('status', 'text', 'COMPLETED, FAILED, ABORTED, CACHED, SUBMITTED or UNKNOWN', ({ status }) => status),
  field('exit', 'count', "the command's exit status", ({ end, status }) =>
    status === 'CACHED' ? 0 : end?.exitStatus,
  ),
  field('attempt', 'count', 'from 1; what costs the user nothing leaves it', ({ attempt }) => attempt),
  field('submit', 'time', 'when the backend accepted it', ({ submittedAt }) => submittedAt),
  field('complete', 'time', 'when its end was seen', ({ end }) => end?.time),
  field('duration', 'duration', 'from submit to complete', ({ submittedAt, end }) =>
    submittedAt === undefined || end === undefined ? undefined : end.time - submittedAt,
  ),
  field('outcome', 'text', 'how it ended, e.g. out-of-memory (docs/outcomes.md)', ({ end }) => end?.kind),
  field('action', 'text', 'what followed, e.g. retried', ({ end }) => end?.action),
  field('executor', 'text', 'the executor it ran on', ({ executor }) => executor),
  field('native_id', 'text', "the backend's id, e.g. an ARN", ({ nativeId }) => nativeId),
  field('workdir', 'text', 'its folder', ({ workDir }) => workDir),
  field('run_name', 'text', 'its run', ({ run }) => run.begun.runName),
  field('session_id', 'text', 'the session of its run', ({ run }) => run.begun.sessionId),
];

const byName = new Map(taskFields.map((one) => [one.name, one]));

/** The fields of a list with commas; names that are none are left out. */
export function fieldsOf(list: string): readonly TaskField[] {
  return namesOf(list).flatMap((name) => byName.get(name) ?? []);
}

/** What is wrong with the value of -fields, for the end of a sentence. */
export function checkFields(list: string): string | undefined {
  const names = namesOf(list);
  const unknown = names.filter((name) => !byName.has(name));
  if (names.length > 0 && unknown.length === 0) return undefined;
  return `must name fields of nf-awsecs log -l, with commas between them: ${[...byName.keys()].join(', ')}`;
}

function namesOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
