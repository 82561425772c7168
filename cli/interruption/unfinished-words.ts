// Not by way of host/index.js: help would wait for the AWS SDK.
import { shellQuote } from '../../host/task/shell-quote.js';
import { resumeText } from '../context/resume-text.js';

/** What a run is called in commands. */
export interface RunNames {
  readonly runName: string;
  readonly sessionId: string;
  /** As typed. */
  readonly script: string;
  /** The whole command line, as `commandText` writes it; absent where the run was none of the command. */
  readonly command?: string | undefined;
  /** Whether it goes on with an earlier session. */
  readonly resumes: boolean;
}

/** Tasks that a run left before it saw their end. */
export interface LeftTasks {
  /** All of them. */
  readonly tasks: number;
  /** Those of them whose stop was accepted. */
  readonly told: number;
}

/**
 * How to go on with a run.
 * @param what `it` or `them`.
 * @param which `this` run or `that` one.
 */
export function describeResume(
  run: Omit<RunNames, 'runName' | 'resumes'>,
  what = 'it',
  which = 'this',
): string {
  const { command, sessionId } = run;
  const whole = command === undefined ? undefined : resumeText(command, sessionId);
  return whole === undefined
    ? `Go on with ${what}, with the options of ${which} run: ${barely(run)}`
    : `Go on with ${what}: ${whole}`;
}

/**
 * What still runs, how to stop it and how to go on with it; empty where nothing does.
 * @param tasks Tasks that may still run.
 */
export function describeUnfinished(tasks: number, run: RunNames): string[] {
  return tasks === 0 ? [] : [`${counted(tasks)} may still run.`, ...howToGoOn(tasks, tasks, run)];
}

/**
 * What may still run after a run was left before its end: one that goes on with a session may not have taken over yet
 * all that runs.
 * @param left Those that it knows of.
 */
export function describeLeft(left: LeftTasks, run: RunNames): string[] {
  const { tasks } = left;
  const known = tasks === 0 ? [] : [subjectOf(left), ...howToGoOn(tasks, tasks - left.told, run)];
  if (!run.resumes) return known;
  return [
    ...known,
    'Tasks of earlier runs of the session that were not taken over yet may run as well.',
    `  See all of them: nf-awsecs ps ${run.runName}`,
    ...(tasks === left.told ? [`  Stop them: nf-awsecs stop ${run.runName}`] : []),
  ];
}

function subjectOf({ tasks, told }: LeftTasks): string {
  const were = (count: number): string => (count === 1 ? 'was' : 'were');
  if (told === 0) return `${counted(tasks)} may still run.`;
  if (told === tasks) return `${counted(tasks)} ${were(tasks)} told to stop and may still be ending.`;
  const untold = tasks - told;
  return (
    `${counted(tasks)} may still run: ${told} ${were(told)} told to stop and may still be ending, ` +
    `${untold} ${were(untold)} not.`
  );
}

function howToGoOn(tasks: number, toStop: number, run: RunNames): string[] {
  const stop = `  Stop ${them(toStop)}: nf-awsecs stop ${run.runName}`;
  return [...(toStop === 0 ? [] : [stop]), `  ${describeResume(run, them(tasks))}`];
}

function them(count: number): string {
  return count === 1 ? 'it' : 'them';
}

function counted(tasks: number): string {
  return tasks === 1 ? '1 task' : `${tasks} tasks`;
}

function barely({ script, sessionId }: Pick<RunNames, 'script' | 'sessionId'>): string {
  const word = /^[\w./@%+=:,-]+$/.test(script) ? script : shellQuote(script);
  return `nf-awsecs run ${word} -resume ${sessionId}`;
}
