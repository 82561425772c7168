import type { RunInfo, RunResult, TaskView } from '../../host/index.js';
import type { TaskOutcome } from '../../spi/index.js';
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
  return `[${style.blue(task.shortHash)}] Submitted process > ${task.name}`;
}

/** The note on a task that goes again at the infrastructure's cost. */
export function renderResubmitted(
  task: TaskView,
  outcome: TaskOutcome,
  attempt: number,
  max: number,
  style: Style,
): string {
  const note = `NOTE: Process \`${task.name}\` is submitted again (${attempt} of at most ${max}): ${outcome.reason}`;
  return `[${style.blue(task.shortHash)}] ${style.yellow(note)}`;
}

/** The last line of a run: how it ended, how long it took, how many tasks ended how. */
export function renderSummary(result: RunResult, style: Style): string {
  const words = { succeeded: 'Completed in', failed: 'Failed after', aborted: 'Stopped after' } as const;
  const paint = { succeeded: style.green, failed: style.red, aborted: style.yellow }[result.status];
  return paint(`${words[result.status]} ${formatDuration(result.duration)}: ${taskCounts(result)}`);
}

function taskCounts({ succeeded, failed, aborted }: RunResult): string {
  const counts = Object.entries({ succeeded, failed, aborted }).filter(([, count]) => count > 0);
  return counts.length === 0 ? 'no task ran' : counts.map(([name, count]) => `${count} ${name}`).join(', ');
}
