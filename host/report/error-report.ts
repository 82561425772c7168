import type { TaskOutcome } from '../../spi/index.js';

/** What the report says of the task itself. */
export interface ReportedTask {
  readonly name: string;
  readonly script: string;
  readonly workDir: string;
  readonly container?: string;
  /** Where people find the task's files; where absent, the AWS CLI is asked. */
  readonly files?: string;
}

/** The ends of the task's output files; absent where there is no such file. */
export interface OutputTails {
  readonly stdout?: string;
  readonly stderr?: string;
}

const TAIL_LINES = 50;

/** Nextflow's error block of a failed task, without a line break at its end. */
export function errorReport(task: ReportedTask, outcome: TaskOutcome, tails: OutputTails): string {
  const sections = [
    `Error executing process > '${task.name}'`,
    section('Caused by', causes(task, outcome)),
    section('Command executed', lines(task.script)),
    section('Command exit status', [String(outcome.exitStatus ?? '-')]),
    section('Command output', lastLines(tails.stdout)),
    section('Command error', lastLines(tails.stderr)),
    section('Work dir', [task.workDir]),
    ...(task.container === undefined ? [] : [section('Container', [task.container])]),
    ...tip(task, outcome),
  ];
  return sections.join('\n\n');
}

/** What the backend said stands below what the command did: either alone can mislead. */
function causes(task: ReportedTask, outcome: TaskOutcome): string[] {
  const reason = [...lines(outcome.reason), ...codeOf(outcome)];
  if (outcome.kind !== 'failed' || outcome.exitStatus === undefined || outcome.exitStatus === 0)
    return reason;
  return [`Process \`${task.name}\` terminated with an error exit status (${outcome.exitStatus})`, ...reason];
}

/** Where an error ended the task, its code: docs/errors.md goes by it. */
function codeOf({ evidence }: TaskOutcome): string[] {
  const { code } = evidence;
  return typeof code === 'string' ? [`[${code}]`] : [];
}

/** A task that was never submitted left no files to look at. */
function tip(task: ReportedTask, { kind, advice }: TaskOutcome): string[] {
  if (advice !== undefined) return [`Tip: ${advice}`];
  if (kind === 'not-submitted') return [];
  return [`Tip: Look at the task's files: ${task.files ?? `aws s3 ls ${task.workDir}/`}`];
}

function section(title: string, content: readonly string[]): string {
  const body = content.length === 0 ? ['(empty)'] : content;
  return [`${title}:`, ...body.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

function lastLines(text = ''): string[] {
  return text.trimEnd() === '' ? [] : lines(text).slice(-TAIL_LINES);
}

function lines(text: string): string[] {
  return text
    .trimEnd()
    .replace(/^(?:[ \t]*\r?\n)+/, '')
    .split(/\r?\n/);
}
