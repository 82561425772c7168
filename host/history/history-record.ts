import type { OutcomeKind } from '../../spi/index.js';
import type { EndAction } from '../engine/run-observer.js';
import type { RunResult } from '../engine/run-api.js';

/** The first line of a run's history. Times are epoch milliseconds everywhere. */
export interface RunBegun {
  readonly event: 'run-begun';
  readonly time: number;
  readonly runName: string;
  readonly sessionId: string;
  /** The program that ran it and its version. */
  readonly program: string;
  /** Paths are as they were given: from the folder the run was started in, or absolute. */
  readonly scriptPath: string;
  readonly configFiles: readonly string[];
  /** Plugins given in place of the configuration's; absent where none were. */
  readonly plugins?: readonly string[];
  /** URI, without a slash at its end. */
  readonly workDir: string;
  readonly executors: readonly string[];
  /** `aws.region` of its configuration. */
  readonly region?: string;
  readonly pid: number;
  readonly host: string;
  /** See `HistoryOptions`. */
  readonly localFiles?: string;
  readonly command?: string;
}

/** What an attempt at a task is. */
export interface AttemptFacts {
  /** 32 hexadecimal digits; all attempts of all runs differ in it. */
  readonly hash: string;
  /** For people, e.g. `HELLO (1)`. */
  readonly name: string;
  readonly process: string;
  /** From 1; resubmissions that cost the user nothing leave it. */
  readonly attempt: number;
  readonly executor: string;
  /** Absent where the backend never accepted it. */
  readonly nativeId?: string;
  /** URI. */
  readonly workDir: string;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly time: number;
  readonly kind: OutcomeKind;
  readonly exitStatus?: number;
  readonly action: EndAction;
}

/** The backend accepted an attempt. */
export interface AttemptSubmitted extends AttemptFacts {
  readonly event: 'submitted';
  readonly time: number;
}

/** An earlier run of the session has done the task: nothing was submitted. */
export interface AttemptCached extends Omit<AttemptFacts, 'attempt' | 'nativeId'> {
  readonly event: 'cached';
  readonly time: number;
}

/** An attempt is over. */
export interface AttemptEnded extends AttemptEnd {
  readonly event: 'ended';
  readonly hash: string;
  /** The attempt itself where it was never submitted: no line before this one names it. */
  readonly unsubmitted?: AttemptFacts;
}

/** The last line of a run's history; a run that was killed has none. */
export interface RunEnded {
  readonly event: 'run-ended';
  readonly time: number;
  /** `broken`: the engine or a backend failed it before it had a result. */
  readonly status: RunResult['status'] | 'broken';
  /** Milliseconds. */
  readonly duration: number;
}

/** One line of a run's history. */
export type HistoryRecord = RunBegun | AttemptCached | AttemptSubmitted | AttemptEnded | RunEnded;
