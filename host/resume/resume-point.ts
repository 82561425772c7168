import { resolve } from 'node:path';
import { isSessionId } from '../engine/run-names.js';
import type { RunBegun } from '../history/history-record.js';
import type { PastRun, RunHistory } from '../history/run-history.js';
import { runUnknown } from '../logs/subject-errors.js';

/** What somebody wants to go on with, in the words they typed. */
export interface ResumeWish {
  /** `last`: the newest run of the script; or a run's name, a session id, or at least eight characters of one. */
  readonly wanted: string;
  /** From `cwd`, or absolute. */
  readonly scriptPath: string;
  readonly cwd: string;
}

/** A session to go on with. */
export interface ResumePoint {
  /** A UUID. */
  readonly sessionId: string;
  /** Its newest run; absent where its history is kept elsewhere. */
  readonly run?: RunBegun;
}

/**
 * Finds the session that is meant; undefined where it is the last one and no run of the script was ever made here. A
 * session id in full needs no history.
 * @throws PreconditionError RUN_UNKNOWN or HISTORY_EMPTY, or Error of the system where the history cannot be read.
 */
export async function findResumePoint(
  history: RunHistory,
  wish: ResumeWish,
): Promise<ResumePoint | undefined> {
  const { wanted } = wish;
  if (isSessionId(wanted)) return givenSession(history, wanted.toLowerCase());
  const isLast = wanted === 'last';
  const run = await newest(history, isLast ? history.runs() : history.find(wanted), (begun) =>
    isLast ? isOf(begun, wish) : true,
  );
  if (run === undefined && !isLast) throw await runUnknown(history, wanted);
  return run === undefined ? undefined : { sessionId: run.sessionId.toLowerCase(), run };
}

async function givenSession(history: RunHistory, sessionId: string): Promise<ResumePoint> {
  const run = await newest(history, history.find(sessionId), () => true).catch(() => undefined);
  return run === undefined ? { sessionId } : { sessionId, run };
}

/** A run that was refused at its start did nothing to go on with: one that did goes before it. */
async function newest(
  history: RunHistory,
  runs: AsyncIterable<PastRun>,
  matches: (run: RunBegun) => boolean,
): Promise<RunBegun | undefined> {
  let fallback: RunBegun | undefined;
  for await (const run of runs) {
    if (!matches(run.begun)) continue;
    if (await didSomething(history, run)) return run.begun;
    fallback ??= run.begun;
  }
  return fallback;
}

async function didSomething(history: RunHistory, run: PastRun): Promise<boolean> {
  for await (const { record } of history.records(run))
    if (record.event !== 'run-begun' && record.event !== 'run-ended') return true;
  return false;
}

function isOf({ scriptPath }: RunBegun, wish: ResumeWish): boolean {
  return resolve(wish.cwd, scriptPath) === resolve(wish.cwd, wish.scriptPath);
}
