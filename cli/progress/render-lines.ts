import type { KnownTask, RunInfo, RunResult, TaskView } from '../../host/index.js';
// Not by way of host/index.js: help would wait for the AWS SDK.
import { reasonBesideStatus } from '../../host/report/reason-beside-status.js';
import { printable, redact, type TaskOutcome } from '../../spi/index.js';
import { formatDuration } from './duration.js';
import type { Style } from './style.js';

/** What stands at the top of a run. */
export function renderHeader(run: RunInfo, version: string, style: Style): string[] {
  return [
    `${style.bold(`nf-awsecs ${version}`)}  ~  run ${style.cyan(run.runName)}`,
    `script:   ${run.scriptPath}`,
    `work dir: ${run.workDir}`,
  ];
}

/** The plain line of a submitted task, as in Nextflow's log. */
export function renderSubmitted(task: TaskView, style: Style): string {
  const how = task.adopted === true ? 'Adopted' : 'Submitted';
  return `[${style.blue(task.shortHash)}] ${how} process > ${task.name}`;
}

/** The plain line of a task that an earlier run of the session has done, as in Nextflow's log. */
export function renderCached(task: TaskView, style: Style): string {
  return `[${style.blue(task.shortHash)}] Cached process > ${task.name}`;
}

/** A task that goes again, of those that its account allows. */
export interface AnotherAttempt {
  /** From 1. */
  readonly count: number;
  readonly max: number;
  /** Milliseconds until then. */
  readonly delayMs: number;
}

/** The note on a task that goes again at the infrastructure's cost. */
export function renderResubmitted(
  task: TaskView,
  outcome: TaskOutcome,
  { count, max, delayMs }: AnotherAttempt,
  style: Style,
): string {
  const when = `is submitted again${renderWait(delayMs)} (${count} of at most ${max})`;
  return renderNote(task, `Process \`${task.name}\` ${when}: ${outcome.reason}`, style);
}

/** The note on a task that goes again as its error strategy says. */
export function renderRetried(
  task: TaskView,
  outcome: TaskOutcome,
  { count, max, delayMs }: AnotherAttempt,
  style: Style,
): string {
  const how = `Execution is retried${renderWait(delayMs)} (${count} of at most ${max})`;
  return renderNote(task, `${renderFailure(task, outcome)} -- ${how}`, style);
}

/** The note on a task without which the run goes on. */
export function renderIgnored(task: KnownTask, outcome: TaskOutcome, style: Style): string {
  return renderNote(task, `${renderFailure(task, outcome)} -- Error is ignored`, style);
}

/** The note on the failure that lets the run finish, while `waiting` tasks, 1 or more, are waited for. */
export function renderFinishing(
  task: KnownTask,
  outcome: TaskOutcome,
  waiting: number,
  style: Style,
): string {
  const tasks = waiting === 1 ? '1 running task is' : `${waiting} running tasks are`;
  const how = `The run finishes: ${tasks} waited for, nothing new is submitted`;
  return renderNote(task, `${renderFailure(task, outcome)} -- ${how}`, style);
}

/** The note on a task that failed while the run finishes. */
export function renderFailed(task: KnownTask, outcome: TaskOutcome, style: Style): string {
  return renderNote(task, renderFailure(task, outcome), style);
}

/** What stands in place of further notes on one process, where they would scroll everything else away. */
export function renderFurtherNotes(process: string, style: Style): string {
  return style.yellow(`NOTE: Further failures of process \`${process}\` are counted in its line only`);
}

function renderNote({ shortHash }: KnownTask, note: string, style: Style): string {
  const line = printable(redact(`NOTE: ${note}`.replaceAll(/\s*\n\s*/g, ' ')));
  return shortHash === undefined ? style.yellow(line) : `[${style.blue(shortHash)}] ${style.yellow(line)}`;
}

function renderFailure({ name }: KnownTask, outcome: TaskOutcome): string {
  const { kind, exitStatus, reason } = outcome;
  const word = outcome.evidence['code'];
  // There may be no attempt to look into: the code is the word to look up.
  const code = kind === 'not-submitted' && typeof word === 'string' ? ` [${word}]` : '';
  if (kind !== 'failed' || exitStatus === undefined || exitStatus === 0)
    return `Process \`${name}\` failed: ${reason}${code}`;
  const status = `Process \`${name}\` terminated with an error exit status (${exitStatus})`;
  const more = reasonBesideStatus(outcome);
  if (more === '') return status;
  return more.startsWith('(') ? `${status} ${more}` : `${status}: ${more}`;
}

function renderWait(ms: number): string {
  return ms === 0 ? '' : ` in ${formatDuration(ms)}`;
}

/** The last line of a run: how it ended, how long it took, how many tasks ended how. */
export function renderSummary(result: RunResult, style: Style): string {
  const words = { succeeded: 'Completed in', failed: 'Failed after', aborted: 'Stopped after' } as const;
  const paint = { succeeded: style.green, failed: style.red, aborted: style.yellow }[result.status];
  return paint(`${words[result.status]} ${formatDuration(result.duration)}: ${taskCounts(result)}`);
}

function taskCounts(result: RunResult): string {
  const { cached, succeeded, ignored, failed, aborted, retried, resubmitted } = result;
  const tasks = renderCounts({ cached, succeeded, ignored, failed, aborted });
  const more = renderCounts({ retried, resubmitted });
  return `${tasks === '' ? 'no task ran' : tasks}${more === '' ? '' : ` (${more})`}`;
}

function renderCounts(counts: Readonly<Record<string, number>>): string {
  const seen = Object.entries(counts).filter(([, count]) => count > 0);
  return seen.map(([name, count]) => `${count} ${name}`).join(', ');
}
