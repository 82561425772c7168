import type { TaskOnRecord } from './cloud-record.js';

/** What there is to see of a pipeline that was killed and resumed until it was done. */
export interface Evidence {
  readonly tasks: readonly TaskOnRecord[];
  /** What the last run printed of its tasks, sorted. */
  readonly output: readonly string[];
  /** By task: the lines that its command noted. */
  readonly ledger: Readonly<Record<string, readonly string[]>>;
  /** By family of the definitions. */
  readonly revisions: ReadonlyMap<string, number>;
  /** Of the session, on the bucket. */
  readonly leases: readonly string[];
  /** Whether somebody pressed Ctrl-C: its tasks are stopped then, and run again. */
  readonly interrupted: boolean;
}

/** What an undisturbed run comes to. */
export interface Expected {
  readonly output: readonly string[];
  /** By task: how often its command fails by itself. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Everything that is not as it would be, had nobody disturbed the run; empty where all is well. */
export function judge(evidence: Evidence, expected: Expected): string[] {
  return [
    ...orphans(evidence.tasks),
    ...doubles(evidence.tasks),
    ...Object.entries(expected.failures).flatMap(([name, failures]) => runsOf(name, failures, evidence)),
    ...strangers(evidence.tasks, expected),
    ...(same(evidence.output, expected.output) ? [] : [outputDiffers(evidence.output, expected.output)]),
    ...[...evidence.revisions]
      .filter(([, count]) => count > 1)
      .map(([family, count]) => `definition ${family} was registered ${count} times`),
    ...evidence.leases.map((lease) => `lease ${lease} was left`),
  ];
}

function orphans(tasks: readonly TaskOnRecord[]): string[] {
  return tasks
    .filter(({ status }) => status !== 'STOPPED')
    .map((task) => `orphan: ${told(task)} is ${task.status} after the end`);
}

/** One attempt is one task: whatever happened, its work dir is never given to a second. */
function doubles(tasks: readonly TaskOnRecord[]): string[] {
  const byAttempt = new Map<string, TaskOnRecord[]>();
  for (const task of tasks) {
    const workDir = task.tags['nextflow.io/workDir'] ?? '';
    byAttempt.set(workDir, [...(byAttempt.get(workDir) ?? []), task]);
  }
  return [...byAttempt]
    .filter(([, started]) => started.length > 1)
    .map(([workDir, started]) => `double: ${started.map(told).join(' and ')} had work dir ${workDir}`);
}

function runsOf(name: string, failures: number, { tasks, ledger, interrupted }: Evidence): string[] {
  const own = tasks.filter(({ tags }) => tags['nextflow.io/processName'] === name);
  // A stop can find a command that has come to its end: its results count (the wrapper never exits 0 when stopped).
  const succeeded = own.filter(({ exitCode }) => exitCode === 0);
  const stopped = own.filter(
    ({ stopCode, exitCode }) => stopCode === 'UserInitiated' && exitCode !== 0,
  ).length;
  const failed = own.length - stopped - succeeded.length;
  const done = (ledger[name] ?? []).filter((line) => line === 'done').length;
  const problems: string[] = [];
  const note = (what: string): void => void problems.push(`${name}: ${what} (${own.map(told).join('; ')})`);
  if (succeeded.length !== 1) note(`succeeded ${succeeded.length} times`);
  // A stop can come before a command has failed as it does by itself.
  if (failed > failures || failed < failures - stopped)
    note(`failed ${failed} times where its command fails ${failures} times`);
  if (stopped > 0 && !interrupted) note(`was stopped ${stopped} times, and nobody asked for it`);
  // A stop can come between the command's last line and its end.
  if (done < 1 || done > 1 + stopped) note(`its command was done ${done} times`);
  return problems;
}

function strangers(tasks: readonly TaskOnRecord[], { failures }: Expected): string[] {
  return tasks
    .filter(({ tags }) => !Object.hasOwn(failures, tags['nextflow.io/processName'] ?? ''))
    .map((task) => `${told(task)} belongs to no task of the pipeline`);
}

function outputDiffers(got: readonly string[], wanted: readonly string[]): string {
  const missing = wanted.filter((line) => !got.includes(line));
  const extra = got.filter((line) => !wanted.includes(line));
  return `the output differs: ${got.length} lines where ${wanted.length} are printed undisturbed; missing ${JSON.stringify(missing.slice(0, 5))}, new ${JSON.stringify(extra.slice(0, 5))}`;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

function told({ arn, tags, stopCode, exitCode }: TaskOnRecord): string {
  const id = arn.slice(arn.lastIndexOf('/') + 1, arn.lastIndexOf('/') + 9);
  const end = stopCode === undefined ? '' : `, ${stopCode}${exitCode === undefined ? '' : ` ${exitCode}`}`;
  return `${tags['nextflow.io/taskName'] ?? 'a task'} ${id} (${tags['nextflow.io/taskHash']?.slice(0, 8) ?? ''} n ${tags['nextflow.io/n'] ?? ''}${end})`;
}
