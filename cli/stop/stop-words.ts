import type { UnstoppedTask } from '../../host/leftovers/stop-left-tasks.js';
import type { SurveyedTask } from '../../host/survey/survey-api.js';
import { counted } from '../ps/task-totals.js';

const MOST_SHOWN = 10;

/** Why tasks are left alone and what to do about it: a sentence for each run. */
export function sparedLines(spared: readonly SurveyedTask[]): readonly string[] {
  const byRun = new Map<string, SurveyedTask[]>();
  for (const one of spared) {
    const { runName, sessionId } = one.task;
    const run = `${runName ?? '(without a name)'} (session ${sessionId})`;
    byRun.set(run, [...(byRun.get(run) ?? []), one]);
  }
  return [...byRun].map(([run, tasks]) => {
    const [first] = tasks;
    return `Left alone: ${counted(tasks.length, 'task')} of run ${run}: ${first === undefined ? '' : whyOf(first)}`;
  });
}

function whyOf({ engine }: SurveyedTask): string {
  if (engine.state === 'unknown')
    return 'no lease in its work dir tells whether its engine lives. Make sure that it is gone, and add -force.';
  const { holder } = engine;
  const where = holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host})`;
  return `its engine lives${where}. Press Ctrl-C there: it ends the run in order; or add -force.`;
}

/** What was not stopped, and how to go on. */
export function unstoppedLines(unstopped: readonly UnstoppedTask[]): readonly string[] {
  if (unstopped.length === 0) return [];
  const shown = unstopped.slice(0, MOST_SHOWN).map(({ task, why }) => `  ${task.nativeId}: ${why}`);
  const more = unstopped.length - shown.length;
  return [
    `${counted(unstopped.length, 'task')} could not be stopped. Mend what is said, and give the same command again:`,
    ...shown,
    ...(more === 0 ? [] : [`  and ${more} more`]),
  ];
}
