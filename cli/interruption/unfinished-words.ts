// Not by way of host/index.js: help would wait for the AWS SDK.
import { shellQuote } from '../../host/task/shell-quote.js';

/** What a run is called in commands. */
export interface RunNames {
  readonly runName: string;
  readonly sessionId: string;
  /** As typed. */
  readonly script: string;
  /** Whether it goes on with an earlier session. */
  readonly resumes: boolean;
}

/** How to go on with a run. */
export function describeResume(run: RunNames): string {
  return `Go on with it, with the options of this run: ${resumeCommand(run)}`;
}

/**
 * What still runs, how to stop it and how to go on with it; empty where nothing does.
 * @param tasks Tasks that may still run.
 */
export function describeUnfinished(tasks: number, run: RunNames): string[] {
  if (tasks === 0) return [];
  const [subject, them] = tasks === 1 ? ['1 task', 'it'] : [`${tasks} tasks`, 'them'];
  return [
    `${subject} may still run.`,
    `  Stop ${them}: nf-awsecs stop ${run.runName}`,
    `  Go on with ${them}, with the options of this run: ${resumeCommand(run)}`,
  ];
}

/**
 * What may still run after a run was left before its end: one that goes on with a session may not have taken over yet
 * all that runs.
 * @param tasks Those that it knows of.
 */
export function describeLeft(tasks: number, run: RunNames): string[] {
  const known = describeUnfinished(tasks, run);
  if (!run.resumes) return known;
  return [
    ...known,
    'Tasks of earlier runs of the session that were not taken over yet may run as well.',
    `  See all of them: nf-awsecs ps ${run.runName}`,
    ...(tasks === 0 ? [`  Stop them: nf-awsecs stop ${run.runName}`] : []),
  ];
}

function resumeCommand({ script, sessionId }: RunNames): string {
  const word = /^[\w./@%+=:,-]+$/.test(script) ? script : shellQuote(script);
  return `nf-awsecs run ${word} -resume ${sessionId}`;
}
