import type { AttemptFacts } from '../history/history-record.js';
import { AttemptFold } from '../history/past-attempt.js';
import type { PastRun, RunHistory } from '../history/run-history.js';

/** A folder that a run used: its own, or that of a cached task. */
export type UsedFolder = Pick<AttemptFacts, 'hash' | 'workDir'>;

/** Every folder that a run's history names, once. */
export async function* foldersOf(history: RunHistory, run: PastRun): AsyncGenerator<UsedFolder> {
  for await (const { record } of history.records(run)) {
    if (record.event === 'submitted' || record.event === 'cached') yield record;
    if (record.event === 'ended' && record.unsubmitted !== undefined) yield record.unsubmitted;
  }
}

/** Whether the history tells of attempts whose end it does not tell. */
export async function hasOpenEnds(history: RunHistory, run: PastRun): Promise<boolean> {
  const fold = new AttemptFold();
  for await (const { record } of history.records(run)) fold.add(record);
  return fold.underWay().length > 0;
}
