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
  if (wanted === 'last') return pointAt(await lastOf(history, wish));
  const [run] = await newest(history.find(wanted));
  if (run === undefined) throw await runUnknown(history, wanted);
  return pointAt(run);
}

async function givenSession(history: RunHistory, sessionId: string): Promise<ResumePoint> {
  const [run] = await newest(history.find(sessionId)).catch((): [] => []);
  return run === undefined ? { sessionId } : { sessionId, run: run.begun };
}

/** A run that was refused at its start did nothing to go on with: one that did goes before it. */
async function lastOf(history: RunHistory, wish: ResumeWish): Promise<PastRun | undefined> {
  let fallback: PastRun | undefined;
  for await (const run of history.runs()) {
    if (!isOf(run.begun, wish)) continue;
    if (await didSomething(history, run)) return run;
    fallback ??= run;
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

function pointAt(run: PastRun | undefined): ResumePoint | undefined {
  return run === undefined ? undefined : { sessionId: run.begun.sessionId.toLowerCase(), run: run.begun };
}

async function newest(runs: AsyncIterable<PastRun>): Promise<readonly PastRun[]> {
  for await (const run of runs) return [run];
  return [];
}
