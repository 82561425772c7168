import type { LoggedRun } from '../../host/housekeeping/run-log.js';
import { cellOf } from '../../host/trace/trace-cell.js';

/** What is told of a run, as Nextflow's log has it: without a revision, since scripts are local files. */
export const runTitles = ['TIMESTAMP', 'DURATION', 'RUN NAME', 'STATUS', 'SESSION ID', 'COMMAND'] as const;

const style = { raw: false, separator: '\t' };

/** The cells of the runs. @param now for those that go on, epoch milliseconds. */
export function runRows(runs: readonly LoggedRun[], now: number): readonly (readonly string[])[] {
  return runs.map((run) => {
    const { time, runName, sessionId } = run.begun;
    const duration = run.duration ?? (run.status === 'RUNNING' ? Math.max(0, now - time) : undefined);
    // Seconds are enough to tell runs apart.
    const began = cellOf(time, 'time', style).replace(/\.\d+$/, '');
    const texts = [runName, run.status, sessionId, commandOf(run)].map((text) => cellOf(text, 'text', style));
    return [began, cellOf(duration, 'duration', style), ...texts];
  });
}

/** A run for a program to read; times are epoch milliseconds, durations milliseconds. */
export function runDocument({ begun, status, duration }: LoggedRun): object {
  const { time, runName, sessionId, scriptPath, workDir, program, host, pid, executors, command } = begun;
  return {
    ...{ timestamp: time, duration: duration ?? null, run_name: runName, status, session_id: sessionId },
    ...{ command: command ?? null, script: scriptPath, workdir: workDir, executors, program, host, pid },
  };
}

/** Programs that embed the engine may have none: the script says the most then. */
function commandOf({ begun }: LoggedRun): string {
  return begun.command ?? `${begun.program}: ${begun.scriptPath}`;
}
