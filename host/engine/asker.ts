/** Who asks the engine for work, in the words of its messages: who embeds it has neither pipeline nor command line. */
export interface Asker {
  /** e.g. `run`, for "The run cannot start". */
  readonly noun: string;
  /** What cannot be done, for "Cannot run the pipeline: ...". */
  readonly deed: string;
  /** What to do where no work dir is given, or where another is needed. */
  readonly giveWorkDir: string;
  /** What to do where no executor is chosen, or another is to be. */
  readonly giveExecutor: (name: string) => string;
}

/** A pipeline, most often by the command. */
export const aRun: Asker = {
  noun: 'run',
  deed: 'run the pipeline',
  giveWorkDir: 'Run with: -work-dir s3://<bucket>/work (or set workDir in nextflow.config)',
  giveExecutor: (name) => `Add to nextflow.config: process.executor = '${name}'`,
};

/** A program that embeds the engine. */
export const aSession: Asker = {
  noun: 'session',
  deed: 'open the session',
  giveWorkDir: "Give the session: workDir: 's3://<bucket>/work'",
  giveExecutor: (name) => `Give the session: executors: ['${name}']`,
};
