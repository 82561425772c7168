import { PreconditionError } from '../../spi/index.js';
import type { PastRun, RunHistory } from '../history/run-history.js';
import type { LeaseRecord } from '../lease/lease-record.js';
import { historyEmpty, runUnknown } from '../logs/subject-errors.js';
import { attemptFolder } from './attempt-folder.js';
import type { CleanOptions, KeepReason, KeptRun } from './clean-api.js';
import { chooseRuns } from './run-choice.js';
import { foldersOf, hasOpenEnds } from './run-folders.js';
import type { RunPlaces } from './run-places.js';
import { runStatus } from './run-status.js';

const MOST_SHOWN = 5;

/** Which runs go and which stay, oldest first. */
export interface CleanPlan {
  readonly cleaned: readonly PastRun[];
  /** All others of the folder. */
  readonly staying: readonly PastRun[];
  /** Those of `staying` that were meant. */
  readonly kept: readonly KeptRun[];
}

/**
 * Decides what a cleaning may touch. Everything is looked at before anything is removed.
 * @throws PreconditionError HISTORY_EMPTY, RUN_UNKNOWN or HISTORY_UNSAFE; ExecutorError where a configuration is wrong,
 * or a storage or a backend fails.
 */
export async function planCleaning(
  history: RunHistory,
  { wish, isAlive }: Pick<CleanOptions, 'wish' | 'isAlive'>,
  places: Pick<RunPlaces, 'of'>,
): Promise<CleanPlan> {
  const newestFirst: PastRun[] = [];
  for await (const run of history.runs()) newestFirst.push(run);
  if (newestFirst.length === 0) throw historyEmpty(history.folder);
  const runs = newestFirst.reverse();
  const choice = chooseRuns(runs, wish);
  if (choice.kind === 'unknown') throw await runUnknown(history, ...choice.names);
  await refuseUnsafe(history, choice.runs);
  const kept: KeptRun[] = [];
  const cleaned = new Set<PastRun>();
  for (const run of choice.runs) {
    const why = await whyKept(history, run, { isAlive, places });
    if (why === undefined) cleaned.add(run);
    else kept.push({ run: run.begun, why });
  }
  return { cleaned: [...cleaned], staying: runs.filter((run) => !cleaned.has(run)), kept };
}

/** What is in the way of cleaning a run. */
async function whyKept(
  history: RunHistory,
  run: PastRun,
  by: Pick<CleanOptions, 'isAlive'> & { readonly places: Pick<RunPlaces, 'of'> },
): Promise<KeepReason | undefined> {
  const status = runStatus(run, by.isAlive);
  const place = await by.places.of(run.begun);
  const lease = await place.lease();
  if (lease?.engine === 'alive') return inUse(lease.record);
  // Its engine may be on a machine that cannot be asked; a lease that it has let run out tells as much.
  if (status === 'RUNNING' && lease === undefined) return { kind: 'running' };
  const allEnded = run.ended !== undefined && !(await hasOpenEnds(history, run));
  const tasks = allEnded ? 0 : await place.liveTasks();
  return tasks === 0 ? undefined : { kind: 'tasks-run', tasks };
}

/** A history that somebody has edited must not lead to anything but folders of its run's tasks. */
async function refuseUnsafe(history: RunHistory, runs: readonly PastRun[]): Promise<void> {
  const shown: string[] = [];
  let count = 0;
  for (const run of runs)
    for await (const folder of foldersOf(history, run)) {
      if (attemptFolder(run.begun.workDir, folder) !== undefined) continue;
      count += 1;
      if (shown.length < MOST_SHOWN) shown.push(`${folder.workDir} (run ${run.begun.runName})`);
    }
  if (count === 0) return;
  const rest = count > shown.length ? `, and ${count - shown.length} more` : '';
  throw new PreconditionError(
    `Cannot clean: the history in ${history.folder} names folders that no task of its run can have had: ` +
      `${shown.join(', ')}${rest}. Nothing was removed. Look at who changed it; what is to go of that run, and the file ` +
      'of its history, can be removed by hand.',
    { code: 'HISTORY_UNSAFE' },
  );
}

function inUse(record: LeaseRecord | undefined): KeepReason {
  if (record === undefined) return { kind: 'session-in-use' };
  const { runName, pid, host } = record;
  return { kind: 'session-in-use', runName, pid, host };
}
