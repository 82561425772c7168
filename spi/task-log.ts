/** One line that a task printed. */
export interface LogLine {
  /** When the backend got it, epoch milliseconds. */
  readonly time: number;
  /** Without its line break. */
  readonly text: string;
}

/** What one look at a task's log brought. */
export interface TaskLogPart {
  /** Lines not read before, oldest first; the backend's own limits say how many come at once. */
  readonly lines: readonly LogLine[];
  /**
   * - `more`: there is more to read now.
   * - `waiting`: nothing more yet; the task has printed nothing so far, or still runs.
   * - `ended`: the task is over and everything was read.
   */
  readonly state: 'more' | 'waiting' | 'ended';
}

/** What a backend kept of the output of one task, read from its beginning. */
export interface TaskLog {
  /** Where people find it by themselves. */
  readonly place: string;
  /**
   * Reads on. Never two at once. Calls are paced by the executor, all its logs together: whoever asks needs no pauses
   * between two that bring lines, and waits for a while after `waiting`.
   * @throws ExecutorError where the log cannot be read; `recoverable` says whether a later read could.
   */
  read(): Promise<TaskLogPart>;
}
