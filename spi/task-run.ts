/** Where a task stands. It only moves to the right. */
export type TaskStatus = 'NEW' | 'SUBMITTED' | 'RUNNING' | 'COMPLETED';

/** A directive's value: a scalar, a list, or named values. */
export type DirectiveValue =
  string | number | boolean | null | readonly DirectiveValue[] | { readonly [name: string]: DirectiveValue };

/**
 * What the process asks for. The host gives `cpus` and `memory` in plain units and every other directive
 * that is meant for the executor under its own name in `others`; an executor maps one or refuses it by name.
 */
export interface TaskDirectives {
  /** Virtual CPUs, more than 0, fractions allowed. Unset: the executor's stated default. */
  readonly cpus?: number;
  /** Bytes, 0 or more. Unset: the executor's stated default. */
  readonly memory?: number;
  /**
   * Every other executor directive, each in the one shape of docs/writing-an-executor.md whichever form the pipeline
   * wrote, e.g. `disk` as `{request: <bytes>, type?}`. Any engine may drive an executor: it checks shapes all the same.
   */
  readonly others: Readonly<Record<string, DirectiveValue>>;
}

/** What starts inside the container. */
export interface TaskLaunch {
  /** Replaces the image's entry point. Empty: the image's own stays. */
  readonly entryPoint: readonly string[];
  /** Exec-form arguments; no shell expands them. */
  readonly command: readonly string[];
  /** Variables the launch itself needs. The user's own are exported by the wrapper in the work dir. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A process as it stands before any of its tasks exists: what can be checked early. */
export interface ProcessDefinition {
  readonly name: string;
  readonly container?: string;
  readonly directives: TaskDirectives;
}

/** One attempt at one task. The host owns it and its work files; the executor only reads. */
export interface TaskRun {
  /** Counts from 1 within the run. */
  readonly id: number;
  /** For people, e.g. `HELLO (1)`. */
  readonly name: string;
  /** The process it belongs to, e.g. `HELLO`. */
  readonly process: string;
  /** 32 hexadecimal digits; names the work dir and differs for every attempt. */
  readonly hash: string;
  /** Counts from 1; grows with each retry that uses the user's `maxRetries`. */
  readonly attempt: number;
  /** Resubmissions so far that cost the user nothing, by the budget the executor named for them. */
  readonly interruptions: Readonly<Record<string, number>>;
  /** URI of this attempt's own folder, without a slash at its end. */
  readonly workDir: string;
  readonly container?: string;
  readonly directives: TaskDirectives;
  readonly launch: TaskLaunch;
  /**
   * An engine before this one may have submitted this very attempt, and the backend may run it: what is there is taken
   * over instead of a second submit. Given to executors with the capability `adoption` alone.
   */
  readonly resumes?: true;
  /**
   * Earlier runs of the session may have submitted something for this work dir; all of it is over, and nothing of it may be
   * taken for this attempt. Never together with `resumes`. Given to executors with the capability `adoption` alone.
   */
  readonly anew?: true;
  /** Writes the work files. The monitor calls it once, before `submit()`. */
  prepare(): Promise<void>;
}
