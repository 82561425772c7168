// Not by way of host/index.js: help would wait for the AWS SDK.
import { END_PATIENCE_MS } from '../../host/engine/end-patience.js';
import type { LeftRun, RunInfo, TaskView } from '../../host/index.js';
import type { ResumePoint } from '../../host/resume/resume-point.js';
import { printable } from '../../spi/index.js';
import { resumeText } from '../context/resume-text.js';
import { formatDuration } from './duration.js';
import type { Style } from './style.js';

/**
 * What stands below the top of a run that goes on with a session.
 * @param isLocal whether it runs on a cloud of its own.
 */
export function renderResumed(run: RunInfo, point: ResumePoint, isLocal: boolean, style: Style): string[] {
  const { sessionId, run: earlier } = point;
  if (earlier === undefined)
    return [`resuming session ${sessionId}, of which this folder's history knows no run`];
  const line = `resuming session ${sessionId} of run ${earlier.runName}`;
  const wasLocal = earlier.localFiles !== undefined;
  const nothing = 'nothing that it did is found from here';
  if (wasLocal !== isLocal) {
    const mend = wasLocal ? 'Add -local' : 'Leave -local out';
    const where = wasLocal ? 'on a local cloud' : 'on AWS';
    return [
      line,
      style.yellow(`NOTE: Run ${earlier.runName} was ${where}: ${nothing}. ${mend} to go on with it`),
    ];
  }
  if (earlier.workDir === run.workDir) return [line];
  const other = `NOTE: Run ${earlier.runName} worked in ${earlier.workDir}: ${nothing}. Give -work-dir ${earlier.workDir} to go on with it`;
  return [line, style.yellow(other)];
}

/**
 * The note on tasks that dead runs of the script left, 1 or more each.
 * @param command of the run that tells, as `commandText` writes it: with its options theirs are gone on with, too.
 */
export function renderLeftBehind(runs: readonly LeftRun[], command: string, style: Style): string {
  const total = runs.reduce((sum, { tasks }) => sum + tasks, 0);
  const subject = total === 1 ? '1 task was' : `${total} tasks were`;
  const whose = runs.length === 1 ? 'a dead run' : `${runs.length} dead runs`;
  const lines = [
    `NOTE: ${subject} left behind by ${whose} of this script, and may run for days:`,
    ...runs.map(
      ({ runName, sessionId, tasks }) =>
        `  ${runName}: ${tasks}   (go on with it: ${resumeText(command, sessionId) ?? `-resume ${sessionId}`})`,
    ),
    `  stop them: nf-awsecs stop ${runs.map(({ runName }) => runName).join(' ')}, or -sweep on the next run`,
  ];
  return style.yellow(printable(lines.join('\n')));
}

const mostNames = 3;

/** What is waited for at the end of a run, 1 task or more. */
export function renderWaiting(tasks: readonly TaskView[], style: Style): string {
  const names = tasks.slice(0, mostNames).map(({ shortHash, name }) => `[${shortHash}] ${name}`);
  const more = tasks.length > mostNames ? ', ...' : '';
  const subject = tasks.length === 1 ? '1 task that is' : `${tasks.length} tasks that are`;
  const most = formatDuration(END_PATIENCE_MS);
  return style.yellow(
    printable(
      `Waiting for ${subject} not seen to end yet, at most ${most} once their stops are accepted: ${names.join(', ')}${more}`,
    ),
  );
}
