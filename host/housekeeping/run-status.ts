import type { RunBegun } from '../history/history-record.js';
import type { PastRun } from '../history/run-history.js';

/** How a run went, in Nextflow's words as far as it has them. */
export type RunStatus =
  | 'OK'
  | 'ERR'
  /** A signal or its program ended it. */
  | 'ABORTED'
  /** Its engine or a backend failed it before it had a result. */
  | 'BROKEN'
  | 'RUNNING'
  /** Its process is gone, and it never came to an end. */
  | 'KILLED';

const ENDS: Readonly<Record<NonNullable<PastRun['ended']>['status'], RunStatus>> = {
  succeeded: 'OK',
  failed: 'ERR',
  aborted: 'ABORTED',
  broken: 'BROKEN',
};

/** @param isAlive whether the process of a run that has not ended lives; true where nobody can tell. */
export function runStatus({ begun, ended }: PastRun, isAlive: (run: RunBegun) => boolean): RunStatus {
  if (ended !== undefined) return ENDS[ended.status];
  return isAlive(begun) ? 'RUNNING' : 'KILLED';
}
