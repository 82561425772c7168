import type { Clock } from '../../spi/index.js';
import type { TaskLine } from './log-cursor.js';

/** What is asked of the logs of a run. Everything that touches time, chance or people is handed in. */
export interface LogOptions {
  /** Folder of the history; see `HistoryOptions.folder`. */
  readonly history: string;
  /** The folder the run was started in: its paths are from there. */
  readonly cwd: string;
  /**
   * A task's hash (`ab/cdef01`, or more of it), its id in the backend, its work dir or name, a process, a run's name or
   * session id; the last run where absent.
   */
  readonly what?: string;
  /** Looks in this run alone: its name, session id, or `last`; where absent, the newest that has `what`. */
  readonly run?: string;
  /** Also attempts that were followed by another. */
  readonly all: boolean;
  /** The last so many lines of each task (0 or more), or every line; where absent, all of one and the last 10 of many. */
  readonly lines?: number | 'all';
  /** Nothing that came before, epoch milliseconds. */
  readonly since?: number;
  /** Goes on until the tasks have ended; tasks that begin meanwhile join. */
  readonly follow: boolean;
  /** Configuration files beside those the run had; later ones win. */
  readonly configFiles: readonly string[];
  /** See `RunOptions.builtInPlugins`. */
  readonly builtInPlugins: readonly string[];
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Whether the process of a run lives; true where nobody can tell. */
  readonly isAlive: (process: { readonly pid: number; readonly host: string }) => boolean;
  /** Told what people should know beside the lines; sentences. */
  readonly tell: (notice: string) => void;
  /** Ends it: no line comes after. */
  readonly signal: AbortSignal;
}

/** Logs that were found. */
export interface OpenedLogs {
  /** What they are of, e.g. `process HELLO of run happy_curie`. */
  readonly title: string;
  /** Attempts there are now. */
  readonly attempts: number;
  /** Lines of more than one attempt come, or may come. */
  readonly several: boolean;
  /** The lines: once. @throws ExecutorError where an executor of the run cannot be made. */
  lines(): AsyncGenerator<TaskLine>;
  /** Lets go of executors and connections. */
  close(): Promise<void>;
}
