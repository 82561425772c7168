/// <reference lib="esnext.disposable" preserve="true" />
import type { Clock, ConfigMap, DirectiveValue, Logger, TaskOutcome, TraceRecord } from '../../spi/index.js';
import type { TaskView } from '../engine/run-api.js';
import type { ErrorStrategy } from '../script/failure-policy.js';
import type { TaskContext } from '../script/task-context.js';

/** What a session is opened with. What is left out has a default that needs nothing. */
export interface SessionOptions {
  /** Plugins to load: ids (`nf-acme`, `nf-acme@^1.2`), or paths of a `plugin.json` or its folder. */
  readonly plugins: readonly string[];
  /** Folder that paths of plugins are relative to and their ids are looked up from; the process's own where absent. */
  readonly cwd?: string;
  /** URI of the work folder; `workDir` of the configuration where absent. */
  readonly workDir?: string;
  /**
   * Settings, nested as in a `nextflow.config`. Several are merged: later ones win, scopes add up. No file is read for
   * settings, and no variable but those of `environment`.
   */
  readonly config?: ConfigMap | readonly ConfigMap[];
  /**
   * Names of the executors to start; the first takes the tasks that name none. Default: `process.executor`, else
   * `executor.name` of the configuration, else the only one that the plugins bring.
   */
  readonly executors?: readonly string[];
  /**
   * What is known of the tasks to come. It is checked with the settings, in the same error, and its executors are
   * started; tasks that are not announced may run all the same.
   */
  readonly processes?: readonly ProcessSpec[];
  /** A UUID, the one of an earlier session to go on under its id; invented where absent. */
  readonly sessionId?: string;
  /** `[a-z]`, then letters, digits and single `-` or `_`, 80 at most; invented where absent. */
  readonly runName?: string;
  /** The program and its version, e.g. `acme 1.2.0`, for whoever else wants the session. Default: Node.js. */
  readonly program?: string;
  /**
   * Variables that stand in for settings of Wave and Fusion: `TOWER_ACCESS_TOKEN` and others (docs/wave.md). The
   * environment of the process will do. Default: none.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where people find the files of a work dir, for error reports; where absent, the AWS command line is named. */
  readonly describeWorkDir?: (uri: string) => string;
  /** Default: nobody is told. */
  readonly observer?: SessionObserver;
  /** Default: nobody reads what is logged. */
  readonly logger?: Logger;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Uniform in [0, 1). Default: the machine's. Work dirs are told apart by it: give no sequence a second time. */
  readonly random?: () => number;
  /** Its abort closes the session and kills its tasks, also while it is being opened. */
  readonly signal?: AbortSignal;
}

/** A value, or what gives it for an attempt: at once, and the same for the same attempt. Undefined: as if left out. */
export type PerAttempt<T> = T | ((task: TaskContext) => T | undefined);

/**
 * A process: a name, and directives under their own names as in a pipeline. Each may be a function, which is asked anew
 * for every attempt.
 */
export interface ProcessSpec {
  /** Letters, digits and `_`, e.g. `HELLO`. */
  readonly process: string;
  /** Name of one of the session's executors; the first of them where absent. */
  readonly executor?: string;
  /** The image; `false` takes the configuration's back. */
  readonly container?: PerAttempt<string | false>;
  /** Virtual CPUs, more than 0, fractions allowed. */
  readonly cpus?: PerAttempt<number>;
  /** Bytes, or an amount with a unit such as `'4 GB'`. */
  readonly memory?: PerAttempt<number | string>;
  /** A queue of the backend, or several in order of preference. */
  readonly queue?: PerAttempt<string | readonly string[]>;
  /**
   * As `memory`, or named values: the amount under `request`; `type`, `iops`, `throughput` in MiB/s, `encrypted`,
   * `filesystem`, `mountPath`.
   */
  readonly disk?: PerAttempt<number | string | DirectiveMap>;
  /** A number of GPUs, fractions allowed, or named values with it under `request` (else `limit`), and `type`. */
  readonly accelerator?: PerAttempt<number | DirectiveMap>;
  /** An instance type or a pattern such as `'m5.*'`, or several in order of preference. */
  readonly machineType?: PerAttempt<string | readonly string[]>;
  /** Longest time a task may run: milliseconds, or an amount with a unit such as `'2h'`. */
  readonly time?: PerAttempt<number | string>;
  /** Longest time a task may wait for the backend to run it, as `time`. */
  readonly maxSubmitAwait?: PerAttempt<number | string>;
  /** CPU architecture, e.g. `'linux/arm64'`, or named values: that under `name`, and `target`. */
  readonly arch?: PerAttempt<string | DirectiveMap>;
  /** Options of the container engine, as on its command line or as named values, each a scalar or a list of them. */
  readonly containerOptions?: PerAttempt<string | DirectiveMap>;
  /** Labels on what runs the tasks. */
  readonly resourceLabels?: PerAttempt<DirectiveMap>;
  /** Upper limits of `cpus`, `memory`, `disk` and `time`, in their own units: what a task asks for is cut to them. */
  readonly resourceLimits?: PerAttempt<DirectiveMap>;
  /** Names of secrets the tasks get. */
  readonly secret?: PerAttempt<string | readonly string[]>;
  /** What follows on a failure: `retry` runs the task again, `terminate` (the default) makes it the result. */
  readonly errorStrategy?: PerAttempt<Extract<ErrorStrategy, 'retry' | 'terminate'>>;
  /** Most retries of one task, 0 or more. Default 1. */
  readonly maxRetries?: PerAttempt<number>;
  /** Most failures of all tasks of the process together that are retried, -1 for any number. Default -1. */
  readonly maxErrors?: PerAttempt<number>;
  /**
   * By what of its inputs a task counts as done where the session goes on under the id of an earlier one: path, size and
   * time (`true`, the default), path and size (`'lenient'`), or content (`'deep'`). With `false` it runs anew.
   */
  readonly cache?: boolean | 'lenient' | 'deep';
  /** Tasks to a job array, 1 or more. */
  readonly array?: PerAttempt<number>;
}

/** A directive's named values. */
export interface DirectiveMap {
  readonly [name: string]: DirectiveValue;
}

/** A file or folder in S3 that a task reads. */
export interface InputSpec {
  /** URI of a file, or of a folder where it ends with a slash. */
  readonly uri: string;
  /** Its path in the work dir. Default: the last part of the URI. */
  readonly stageAs?: string;
}

/** One task. */
export interface TaskSpec extends ProcessSpec {
  /**
   * The command, for bash unless its first line names another interpreter. Indentation that all its lines share and
   * blank lines around it are taken away, as in a pipeline.
   */
  readonly script: string;
  /** For people. Default: the process and a number, e.g. `HELLO (2)`. */
  readonly name?: string;
  /** Files and folders in S3 that it finds in its work dir; one that is not there keeps it from being started. */
  readonly inputs?: readonly (string | InputSpec)[];
  /**
   * Files and folders it is to leave in its work dir: paths from there, or patterns with `*`, `?`, `[...]`, `{a,b}` and,
   * across folders, `**`. Where one is missing the task has failed.
   */
  readonly outputs?: readonly string[];
  /** Variables exported to the command. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Most bytes of its standard output that come with its result, 0 to 10 485 760. Default 1 048 576. With 0 it is
   * not read; with more, a task whose output cannot be read has failed.
   */
  readonly stdoutBytes?: number;
}

/** How one task is run. */
export interface TaskOptions {
  /** Its abort kills the task; the result then comes as always, with the outcome that it had. */
  readonly signal?: AbortSignal;
}

/** How a task ended. */
export interface TaskResult {
  /** A failed task is no error: its kind says what happened, `retry` whether trying again can help. */
  readonly outcome: TaskOutcome;
  /** The beginning of what the command printed; empty where it printed nothing or nobody read it. */
  readonly stdout: string;
  /** Whether it printed more. */
  readonly stdoutCut: boolean;
  /** Nextflow's error block, ready to print; absent where the task completed or somebody ended it. */
  readonly errorReport?: string;
  /** Whether an earlier session of the same id had done it: nothing ran. */
  readonly cached: boolean;
  /** How often it was handed to the executor: more than once where it was retried, or the infrastructure failed it. */
  readonly attempts: number;
  /** URI of the last attempt's folder; absent where none was made, as is what follows. */
  readonly workDir?: string;
  /** The backend's id of the last attempt. */
  readonly nativeId?: string;
  /** What the executor knows of the last attempt; times are epoch milliseconds. */
  readonly trace?: TraceRecord;
}

/** Told what happens to the tasks of a session, in order. What it throws is logged and changes nothing. */
export interface SessionObserver {
  /** An earlier session of the same id has done the task: the only word on it. */
  cached?(task: TaskView): void;
  /** The backend has accepted the attempt. */
  submitted?(task: TaskView): void;
  /** Its command runs. A short one may never be seen to. */
  running?(task: TaskView): void;
  /**
   * The attempt failed and the task goes again in `delayMs` milliseconds, as retry `count` of the `max` that its
   * `maxRetries` allows.
   */
  retried?(task: TaskView, outcome: TaskOutcome, count: number, max: number, delayMs: number): void;
  /** As `retried`, at the infrastructure's cost: resubmission `count` of `max`. */
  resubmitted?(task: TaskView, outcome: TaskOutcome, count: number, max: number, delayMs: number): void;
  /** The last word on an attempt that was made. */
  completed?(task: TaskView, outcome: TaskOutcome): void;
}

/** How a session is closed. */
export interface CloseOptions {
  /** Leave running tasks alone. Default false: they are killed. */
  readonly leaveRunning?: boolean;
}

/** What a closed session left. */
export interface SessionEnd {
  /** Tasks the backend may still run, by native id; empty when all came to an end. */
  readonly unfinished: readonly string[];
}

/** An open session: tasks run in it until it is closed. `await using` closes it. */
export interface TaskSession extends AsyncDisposable {
  /** A UUID: to go on under it, give it as `sessionId`. */
  readonly id: string;
  /** For people, e.g. `happy_curie`. */
  readonly runName: string;
  /** URI, without a slash at its end. */
  readonly workDir: string;
  /** Names of its executors; the first takes the tasks that name none. */
  readonly executors: readonly string[];
  /**
   * Runs one task to its end. Any number may run side by side: what the backend takes at once is the executor's
   * matter (`executor.queueSize`).
   * @throws ExecutorError naming everything wrong with the task, or ShutdownError once the session is closing; nothing
   * was launched then.
   */
  run(task: TaskSpec, options?: TaskOptions): Promise<TaskResult>;
  /**
   * Accepts nothing more, ends what runs and lets go of everything; every `run` under way comes to its result.
   * Idempotent: the first call decides how. Never rejects.
   */
  close(options?: CloseOptions): Promise<SessionEnd>;
}
