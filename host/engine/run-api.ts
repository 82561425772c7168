import type { Clock, Logger, TaskOutcome } from '../../spi/index.js';
import type { LeftoverTold } from '../leftovers/leftovers.js';
import type { RunOwner } from '../lease/run-owner.js';

/** One setting given on the command line, e.g. `process.debug` = `true`; it wins over every file. */
export interface ConfigOverride {
  /** Dotted path of the setting. */
  readonly path: string;
  readonly value: string | number | boolean;
}

/** Where a run's history is kept, and what of the run only the program knows that runs it. */
export interface HistoryOptions {
  /** Folder of the records, absolute; it is made where it is not there. */
  readonly folder: string;
  /**
   * The folder, from `cwd`, that `s3://` is for a run whose cloud ends with it: its backend cannot be asked later, its
   * files can.
   */
  readonly localFiles?: string;
  /** The command line that began the run, for people: without values that may be secret. */
  readonly command?: string;
}

/** What `createRun` needs. Everything that touches time, chance or people is handed in. */
export interface RunOptions {
  /** Path of the pipeline script. */
  readonly scriptPath: string;
  /**
   * Configuration files beside the defaults (`nextflow.config` in the script's folder, then in the current
   * one); later ones win.
   */
  readonly configFiles?: readonly string[];
  /** Settings that win over every file; the last of one path counts. */
  readonly configOverrides?: readonly ConfigOverride[];
  /** Folder whose `nextflow.config` applies; the process's own where absent. */
  readonly cwd?: string;
  /** Nextflow's rule for names: `[a-z]`, then letters, digits and single `-` or `_`, 80 at most. Invented where absent. */
  readonly runName?: string;
  /** Id of an earlier session to go on under: what it has done is not done again. A new session where absent. */
  readonly resume?: string;
  /** Stops, before anything is launched, the tasks that dead runs of the script left in its work dir. */
  readonly sweep?: boolean;
  /** URI of the work folder; `workDir` of the configuration where absent. */
  readonly workDir?: string;
  /**
   * Where people find the files of a work dir, for advice (e.g. a folder of a local cloud); where absent, the
   * advice is a command of the AWS CLI.
   */
  readonly describeWorkDir?: (uri: string) => string;
  /** Where people see what a task printed, by its short hash, for advice (e.g. a command); none where absent. */
  readonly describeLogs?: (shortHash: string) => string;
  /** Keeps the history of this run; none is kept where absent. */
  readonly history?: HistoryOptions;
  /**
   * Plugins to load: ids (`nf-name`, `nf-name@^1.2.0`), and paths of `plugin.json` files or of their folders. Where
   * absent, those that the `plugins` blocks of the configuration name.
   */
  readonly plugins?: readonly string[];
  /** Paths of the `plugin.json` files of plugins that the program brings itself; they are loaded unasked. */
  readonly builtInPlugins?: readonly string[];
  /**
   * Variables that stand in for settings of Wave and Fusion: TOWER_ACCESS_TOKEN and others (docs/wave.md). Default:
   * none; nothing here reads the process's own.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The process the run is in: others ask whether it lives. `systemOwner` where absent. */
  readonly owner?: RunOwner;
  /** Time for all waiting and all deadlines; `systemClock` is the machine's. */
  readonly clock: Clock;
  /** Uniform in [0, 1); `systemRandom` is the machine's. */
  readonly random: () => number;
  /** Where engine and executors say what a user should know. */
  readonly logger: Logger;
  /** Told of progress; what it throws is logged and changes nothing. */
  readonly reporter: RunReporter;
}

/** The options that decide what a run does: all but whom it tells, and who remembers it. */
export type RunRequest = Omit<
  RunOptions,
  'reporter' | 'describeWorkDir' | 'describeLogs' | 'history' | 'owner'
>;

/** What people see of one task. */
export interface TaskView {
  /** `ab/cdef01`, as in Nextflow's log. */
  readonly shortHash: string;
  /** e.g. `HELLO` or `HELLO (2)`. */
  readonly name: string;
  readonly process: string;
  /** URI of the attempt's own folder. */
  readonly workDir: string;
  /** The backend's id; absent until it has accepted the attempt. */
  readonly nativeId?: string;
  /** An engine before this one had submitted the attempt, and it goes on. */
  readonly adopted?: true;
}

/** A task as far as it is known: of one that could not be made there is nothing but its names. */
export type KnownTask = Pick<TaskView, 'name' | 'process'> & Partial<TaskView>;

/** Counts of one process, for the progress lines. */
export interface ProcessProgress {
  readonly process: string;
  readonly executor: string;
  /** Tasks made so far; one that goes again is the same task. */
  readonly total: number;
  /** Tasks the backend has accepted and does not run yet. */
  readonly submitted: number;
  readonly running: number;
  /** Tasks that an earlier run of the session has done. */
  readonly cached: number;
  readonly succeeded: number;
  /** Tasks that failed and whose process lets the run go on without them. */
  readonly ignored: number;
  readonly failed: number;
  /** Tasks the run itself ended. */
  readonly aborted: number;
  /** Retries so far that its user's `maxRetries` pays for. */
  readonly retried: number;
  /** Free resubmissions so far. */
  readonly resubmitted: number;
  /** The short hash of the task that was submitted, or found done, last. */
  readonly lastHash?: string;
}

/** Where a run tells what happens. Calls come in order and never overlap. */
export interface RunReporter extends LeftoverTold {
  /** Comes first, before anything is launched. */
  started(run: RunInfo): void;
  /** The counts of every process, after each change. */
  progress(processes: readonly ProcessProgress[]): void;
  /** An earlier run of the session has done the task: the only word on it. */
  cached(task: TaskView): void;
  /** The backend has accepted the task. */
  submitted(task: TaskView): void;
  /** The last word on a task. Also comes for tasks that were never submitted. */
  completed(task: TaskView, outcome: TaskOutcome): void;
  /** The task failed and the run goes on without it: its last word instead of `completed`. */
  ignored(task: KnownTask, outcome: TaskOutcome): void;
  /**
   * The task failed, and the run finishes: `waiting` tasks are waited for, 0 or more, and nothing new is submitted.
   * Comes after the `completed` of those taken back for it; the run's error report tells the failure once more.
   */
  finishing(task: KnownTask, outcome: TaskOutcome, waiting: number): void;
  /** A task failed while the run finishes: nothing else tells why. Its `completed` has come. */
  failed(task: KnownTask, outcome: TaskOutcome): void;
  /**
   * A task goes again as its error strategy says, as retry number `count` (from 1) of `max`, in `delayMs`
   * milliseconds. `task` is the attempt that ended: this is its last word instead of `completed`.
   */
  retried(task: TaskView, outcome: TaskOutcome, count: number, max: number, delayMs: number): void;
  /** As `retried`, at the infrastructure's cost: resubmission number `count` of `max`. */
  resubmitted(task: TaskView, outcome: TaskOutcome, count: number, max: number, delayMs: number): void;
  /** Text a task printed (`process.debug`) or `view` shows, as it stands. */
  output(text: string): void;
  /** Stops accepted so far, of those to send, while the run is being aborted. */
  stopping(stopped: number, total: number): void;
}

/** What is known when the run begins. */
export interface RunInfo {
  readonly runName: string;
  readonly sessionId: string;
  readonly scriptPath: string;
  /** URI of the work folder, without a slash at its end. */
  readonly workDir: string;
  /** Names of the executors that run its processes. */
  readonly executors: readonly string[];
}

/** How a run ended. */
export interface RunResult {
  /** `aborted`: ended by a signal or by `abort()`. */
  readonly status: 'succeeded' | 'failed' | 'aborted';
  /** Milliseconds. */
  readonly duration: number;
  /** Tasks that an earlier run of the session had done. */
  readonly cached: number;
  /** Tasks that ran. */
  readonly succeeded: number;
  /** Tasks that failed without harm to the run. */
  readonly ignored: number;
  /** Tasks. */
  readonly failed: number;
  /** Tasks the run itself ended, or never launched. */
  readonly aborted: number;
  /** Retries that users' `maxRetries` paid for. */
  readonly retried: number;
  /** Free resubmissions. */
  readonly resubmitted: number;
  /** Nextflow's error block of the failure that ended the run, ready to print. */
  readonly errorReport?: string;
  /** Tasks the backend may still run, by native id; empty when all came to an end. */
  readonly unfinished: readonly string[];
}

/** One run of a pipeline. */
export interface PipelineRun {
  /** A UUID. */
  readonly sessionId: string;
  /** For people, e.g. `happy_curie`. */
  readonly runName: string;
  /**
   * Runs to the end.
   * @throws ExecutorError (settings, preconditions, an unknown executor) or ScriptError before any task is launched.
   */
  execute(): Promise<RunResult>;
  /** Submits nothing more, stops what runs; `execute` then resolves as `aborted`. Idempotent. */
  abort(): void;
  /**
   * For a process that is about to end before `execute` has resolved: writes the end of its records (trace, history) as
   * of an aborted run. Tasks are left as they are. Never rejects; it may take long where a disk or a storage does.
   */
  leave(): Promise<void>;
}
