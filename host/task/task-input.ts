/** A file or folder that a task gets into its work dir. */
export interface TaskInput {
  /** URI of a file, or of a folder where it ends with a slash. */
  readonly uri: string;
  /** What it is called in the work dir: a relative path without `.` and `..`. */
  readonly stageAs: string;
}
