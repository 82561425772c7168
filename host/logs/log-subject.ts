import type { AttemptFacts } from '../history/history-record.js';
import type { PastAttempt } from '../history/past-attempt.js';
import type { PastRun, RunHistory } from '../history/run-history.js';
import { withoutTrailingSlash } from '../storage/s3-uri.js';
import { isHashBeginning, shortHash } from '../task/work-dir.js';
import { historyEmpty, runUnknown, taskAmbiguous, taskUnknown } from './subject-errors.js';

/** What somebody wants to see the logs of, in the words they typed. */
export interface SubjectWish {
  /** A task's hash, id, work dir or name, a process, or a run; the whole of a run where absent. */
  readonly what?: string | undefined;
  /** A run, as `RunHistory.find` takes it; where absent, the newest that has what is wanted. */
  readonly run?: string | undefined;
}

/** Attempts of one run. */
export interface LogSubject {
  readonly run: PastRun;
  /** For people, e.g. `process HELLO of run happy_curie`. */
  readonly title: string;
  readonly matches: (attempt: AttemptFacts) => boolean;
  /** It is one attempt: no other can join it. */
  readonly one: boolean;
}

/** Names kept for a guess at what was meant. */
const MOST_NAMES = 1000;
const MOST_CANDIDATES = 5;

/**
 * Finds what is meant. A run's name or session id goes before everything; otherwise runs are looked through from the
 * newest to the oldest, and in each, tasks and processes of that name go before the beginnings of hashes.
 * @throws PreconditionError HISTORY_EMPTY, RUN_UNKNOWN, TASK_UNKNOWN or TASK_AMBIGUOUS.
 */
export async function findSubject(history: RunHistory, { what, run }: SubjectWish): Promise<LogSubject> {
  const wanted = await first(history.find(run ?? (what === undefined ? 'last' : what)));
  if (run !== undefined && wanted === undefined) throw await runUnknown(history, run);
  if (what === undefined) {
    if (wanted === undefined) throw historyEmpty(history.folder);
    return wholeRun(wanted);
  }
  if (run === undefined && wanted !== undefined) return wholeRun(wanted);
  return findTasks(history, what, run === undefined ? undefined : wanted);
}

async function findTasks(history: RunHistory, what: string, only: PastRun | undefined): Promise<LogSubject> {
  const names = new Set<string>();
  let runs = 0;
  for await (const run of only === undefined ? history.runs() : [only]) {
    runs += 1;
    const subject = await findIn(history, run, what, names);
    if (subject !== undefined) return subject;
  }
  if (runs === 0) throw historyEmpty(history.folder);
  throw taskUnknown(what, { names, folder: history.folder, run: only?.begun.runName });
}

async function findIn(
  history: RunHistory,
  run: PastRun,
  what: string,
  names: Set<string>,
): Promise<LogSubject | undefined> {
  const isOne = oneAttempt(what);
  const found: PastAttempt[] = [];
  let several: string | undefined;
  for await (const attempt of history.tasksOf(run)) {
    if (attempt.name === what) several = `task ${what}`;
    if (attempt.process === what) several = `process ${what}`;
    if (isOne(attempt) && found.length <= MOST_CANDIDATES) found.push(attempt);
    if (names.size < MOST_NAMES) names.add(attempt.name).add(attempt.process);
  }
  if (several !== undefined) {
    const matches = ({ name, process }: AttemptFacts): boolean => name === what || process === what;
    return { run, title: `${several} of run ${run.begun.runName}`, matches, one: false };
  }
  const [only, ...others] = found;
  if (only === undefined) return undefined;
  if (others.length > 0) throw taskAmbiguous(what, found.slice(0, MOST_CANDIDATES), run.begun.runName);
  const title = `task ${only.name} (${shortHash(only.hash)}) of run ${run.begun.runName}`;
  return { run, title, matches: ({ hash }) => hash === only.hash, one: true };
}

/** Whether an attempt of a run goes by a name, as {@link findSubject} takes it. */
export function goesByName(what: string): (attempt: AttemptFacts) => boolean {
  const isOne = oneAttempt(what);
  return (attempt) => attempt.name === what || attempt.process === what || isOne(attempt);
}

/** Tells attempts by what only one has: its hash or the beginning of it, its id in the backend, its work dir. */
function oneAttempt(what: string): (attempt: AttemptFacts) => boolean {
  const digits = isHashBeginning(what) ? what.replace('/', '').toLowerCase() : undefined;
  const folder = withoutTrailingSlash(what);
  return ({ hash, nativeId, workDir }) =>
    (digits !== undefined && hash.startsWith(digits)) ||
    nativeId === what ||
    nativeId?.endsWith(`/${what}`) === true ||
    workDir === folder;
}

function wholeRun(run: PastRun): LogSubject {
  return { run, title: `run ${run.begun.runName}`, matches: () => true, one: false };
}

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}
