import { printable, redact, type OutcomeKind, type TaskOutcome } from '../../spi/index.js';
import { formatMemory } from '../config/units.js';
import { reasonBesideStatus } from './reason-beside-status.js';
import { lastLines, lines } from './report-lines.js';

/** What the report says of one attempt at the task. */
export interface ReportedAttempt {
  /** From 1. */
  readonly number: number;
  readonly kind: OutcomeKind;
  readonly exitStatus?: number;
  /** Bytes that it asked for. */
  readonly memory?: number;
}

/** What the report says of the task itself. */
export interface ReportedTask {
  readonly name: string;
  readonly script: string;
  /** Of its last attempt; absent where none was made. */
  readonly workDir?: string;
  readonly container?: string;
  /** Those that failed, oldest first. */
  readonly attempts?: readonly ReportedAttempt[];
  /** Where people find the task's files; where absent, the AWS CLI is asked. */
  readonly files?: string;
  /** How people see more of its log. */
  readonly logs?: string;
}

/** The ends of the task's output files; absent where there is no such file. */
export interface OutputTails {
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Nextflow's error block of a failed task, without credentials and without a line break at its end. */
export function errorReport(task: ReportedTask, outcome: TaskOutcome, tails: OutputTails): string {
  const { attempts = [], container } = task;
  const sections = [
    `Error executing process > '${task.name}'`,
    section('Caused by', causes(task, outcome)),
    section('Command executed', lines(task.script)),
    section('Command exit status', [String(outcome.exitStatus ?? '-')]),
    ...output(outcome, tails),
    ...(attempts.length < 2 ? [] : [section('Attempts', attempts.map(describeAttempt))]),
    ...(task.workDir === undefined ? [] : [section('Work dir', [task.workDir])]),
    ...(container === undefined ? [] : [section('Container', [container])]),
    ...seeAlso(task, outcome),
    ...tip(task, outcome),
  ];
  return printable(redact(sections.join('\n\n')));
}

/** What the backend said stands below what the command did: either alone can mislead. */
function causes(task: ReportedTask, outcome: TaskOutcome): string[] {
  if (outcome.kind !== 'failed' || outcome.exitStatus === undefined || outcome.exitStatus === 0)
    return [...lines(outcome.reason), ...codeOf(outcome)];
  const status = `Process \`${task.name}\` terminated with an error exit status (${outcome.exitStatus})`;
  const more = reasonBesideStatus(outcome);
  return [status, ...(more === '' ? [] : lines(more)), ...codeOf(outcome)];
}

/** Where an error ended the task, its code: docs/errors.md goes by it. */
function codeOf({ evidence }: TaskOutcome): string[] {
  const { code } = evidence;
  return typeof code === 'string' ? [`[${code}]`] : [];
}

/** The backend's copy of the output says the same as the files, so that it stands only where they say nothing. */
function output({ logTail = [] }: TaskOutcome, { stdout, stderr }: OutputTails): string[] {
  const [out, err, log] = [lastLines(stdout), lastLines(stderr), lastLines(logTail.join('\n'))];
  const files = [section('Command output', out), section('Command error', err)];
  const silent = out.length === 0 && err.length === 0;
  return silent && log.length > 0 ? [...files, section('Log (from the backend)', log)] : files;
}

function describeAttempt({ number, kind, exitStatus, memory }: ReportedAttempt): string {
  const exit = exitStatus === undefined ? '' : `, exit ${exitStatus}`;
  const asked = memory === undefined ? '' : ` (memory ${formatMemory(memory)})`;
  return `${number}. ${kind.replaceAll('-', ' ')}${exit}${asked}`;
}

function seeAlso({ logs }: ReportedTask, { seeAlso: places = [] }: TaskOutcome): string[] {
  const found = places.map(({ what, where }) => `${what}: ${where}`);
  const all = logs === undefined ? found : [...found, `More of its log: ${logs}`];
  return all.length === 0 ? [] : [section('See also', all)];
}

/** A task that was never submitted left no files to look at; its reason names what is wrong with it. */
function tip(task: ReportedTask, { kind, advice }: TaskOutcome): string[] {
  if (advice !== undefined) return [`Tip: ${advice}`];
  if (kind === 'not-submitted' || task.workDir === undefined)
    return ['Tip: Correct what the reason names, then run again.'];
  return [`Tip: Look at the task's files: ${task.files ?? `aws s3 ls ${task.workDir}/`}`];
}

function section(title: string, content: readonly string[]): string {
  const body = content.length === 0 ? ['(empty)'] : content;
  return [`${title}:`, ...body.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}
