import { openRunBackend } from '../backend/open-backend.js';
import type { PastAttempt } from '../history/past-attempt.js';
import { isSuperseded } from '../history/past-attempt.js';
import { RunHistory } from '../history/run-history.js';
import { RunWatch } from '../history/run-watch.js';
import { findSubject } from './log-subject.js';
import type { LogOptions, OpenedLogs } from './logs-api.js';
import { RunLogs, type LogSource } from './run-logs.js';
import { neverSubmitted } from './subject-errors.js';

/**
 * Finds the logs of tasks of a run and opens what they are read from, by the run's own configuration. No backend is
 * called before the first line is asked for.
 * @throws ScriptError, or ExecutorError: HISTORY_EMPTY, RUN_UNKNOWN, TASK_UNKNOWN, TASK_AMBIGUOUS, TASK_NEVER_SUBMITTED,
 * or what is wrong with the configuration.
 */
export function openLogs(options: LogOptions): Promise<OpenedLogs> {
  return assembleLogs(options, openRunBackend);
}

/** {@link openLogs} over any backend: the seam for tests. */
export async function assembleLogs(
  options: LogOptions,
  open: (...request: Parameters<typeof openRunBackend>) => Promise<LogSource>,
): Promise<OpenedLogs> {
  const history = new RunHistory(options.history, options.tell);
  const subject = await findSubject(history, options);
  const { run } = subject;
  const watch = new RunWatch(history, run, subject.matches, options.isAlive);
  const found = (await watch.poll()).toSorted(bySubmission);
  if (found.length === 0 && (subject.one || watch.over)) throw neverSubmitted(subject.title, watch.over);
  const shown = subject.one || options.all ? found : found.filter((attempt) => !isSuperseded(attempt));
  const hidden = found.length - shown.length;
  if (hidden > 0)
    options.tell(
      `${hidden} earlier ${hidden === 1 ? 'attempt is' : 'attempts are'} not shown; -all shows them.`,
    );
  const backend = await open(run.begun, { ...options, noun: 'reading of logs' });
  return new RunLogs({ subject, watch, attempts: shown, backend, options });
}

function bySubmission(one: PastAttempt, other: PastAttempt): number {
  return (one.submittedAt ?? 0) - (other.submittedAt ?? 0);
}
