import type { AttemptCached, AttemptFacts, RunBegun } from '../history/history-record.js';
import { AttemptFold, type PastAttempt } from '../history/past-attempt.js';
import { type PastRun, RunHistory } from '../history/run-history.js';
import { historyEmpty, runUnknown } from '../logs/subject-errors.js';
import { chooseRuns, type RunWish } from './run-choice.js';
import { runStatus, type RunStatus } from './run-status.js';

/** What is asked of the history of a folder's runs. */
export interface RunLogOptions {
  /** Folder of the history; see `HistoryOptions.folder`. */
  readonly history: string;
  /** Which runs. */
  readonly wish: RunWish;
  /** Whether the process of a run lives; true where nobody can tell. */
  readonly isAlive: (process: { readonly pid: number; readonly host: string }) => boolean;
  /** Told of what is damaged; sentences. */
  readonly tell: (notice: string) => void;
}

/** A run as its history has it. */
export interface LoggedRun {
  readonly begun: RunBegun;
  readonly status: RunStatus;
  /** Milliseconds; absent while it goes on, and where it was killed. */
  readonly duration?: number;
}

/** What became of an attempt, in the words of Nextflow's trace. */
export type TaskStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'ABORTED'
  /** An earlier run of the session had done it. */
  | 'CACHED'
  /** The backend has it. */
  | 'SUBMITTED'
  /** Its run is over, and nobody saw it end. */
  | 'UNKNOWN';

/** An attempt at a task, of one of the runs. */
export interface LoggedTask extends Omit<PastAttempt, 'attempt'> {
  readonly run: LoggedRun;
  readonly status: TaskStatus;
  /** Absent for a cached task. */
  readonly attempt?: number;
}

/**
 * Reads what was run in a folder. Runs are a thousand at most (`makeRoom`); tasks come as a stream, and of those that
 * are under way alone anything is held.
 */
export class RunLog {
  private readonly history: RunHistory;

  constructor(private readonly options: RunLogOptions) {
    this.history = new RunHistory(options.history, options.tell);
  }

  /**
   * The runs that are wished for, oldest first.
   * @throws PreconditionError HISTORY_EMPTY where there is no run at all, or RUN_UNKNOWN.
   */
  async runs(): Promise<readonly LoggedRun[]> {
    return (await this.chosen()).map((run) => this.logged(run));
  }

  /**
   * Their tasks, run by run: every attempt as it ended, then those whose end is not told.
   * @throws as `runs`.
   */
  async *tasks(): AsyncGenerator<LoggedTask> {
    for (const run of await this.chosen()) yield* this.tasksOf(run);
  }

  private async *tasksOf(past: PastRun): AsyncGenerator<LoggedTask> {
    const run = this.logged(past);
    const fold = new AttemptFold();
    for await (const { record } of this.history.records(past)) {
      if (record.event === 'cached') yield { ...factsOf(record), run, status: 'CACHED' };
      const ended = fold.add(record);
      if (ended !== undefined) yield { ...ended, run, status: statusOf(ended) };
    }
    const status = run.status === 'RUNNING' ? 'SUBMITTED' : 'UNKNOWN';
    for (const attempt of fold.underWay()) yield { ...attempt, run, status };
  }

  private async chosen(): Promise<readonly PastRun[]> {
    const newestFirst: PastRun[] = [];
    for await (const run of this.history.runs()) newestFirst.push(run);
    if (newestFirst.length === 0) throw historyEmpty(this.history.folder);
    const choice = chooseRuns(newestFirst.reverse(), this.options.wish);
    if (choice.kind === 'unknown') throw await runUnknown(this.history, ...choice.names);
    return choice.runs;
  }

  private logged(run: PastRun): LoggedRun {
    const { begun, ended } = run;
    const status = runStatus(run, this.options.isAlive);
    return { begun, status, ...(ended === undefined ? {} : { duration: ended.duration }) };
  }
}

function factsOf({ hash, name, process, executor, workDir }: AttemptCached): Omit<AttemptFacts, 'attempt'> {
  return { hash, name, process, executor, workDir };
}

function statusOf({ end }: PastAttempt): TaskStatus {
  if (end?.action === 'completed') return 'COMPLETED';
  return end?.action === 'aborted' ? 'ABORTED' : 'FAILED';
}
