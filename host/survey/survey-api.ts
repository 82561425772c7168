import type { BackendTask, Clock, Housekeeping, Logger } from '../../spi/index.js';
import type { LeaseRecord } from '../lease/lease-record.js';
import type { RunOwner } from '../lease/run-owner.js';

/** What is asked of the tasks that backends run. Everything that touches time, chance or people is handed in. */
export interface SurveyOptions {
  /** Folder of the history; see `HistoryOptions.folder`. */
  readonly history: string;
  /** The current folder. */
  readonly cwd: string;
  /** Which tasks: see `namesTask` and `hashBegins`; where there are none, those of every run. */
  readonly names: readonly string[];
  /** Configuration files beside the default ones and those of the run; later ones win. */
  readonly configFiles: readonly string[];
  /** See `RunOptions.builtInPlugins`. */
  readonly builtInPlugins: readonly string[];
  /** Who looks: whether a process of this machine lives is asked of it. */
  readonly owner: RunOwner;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
}

/** What is known of the engine that a task belongs to. */
export interface EngineSight {
  /** `unknown`: no lease tells, or it cannot be read. */
  readonly state: 'alive' | 'dead' | 'unknown';
  /** Who it is; absent where the lease does not tell. */
  readonly holder?: Pick<LeaseRecord, 'runName' | 'program' | 'host' | 'pid'>;
}

/** A task that a backend runs, with whoever can stop it. */
export interface SurveyedTask {
  readonly task: BackendTask;
  readonly engine: EngineSight;
  readonly housekeeping: Housekeeping;
}

/** The tasks of runs, whichever engine submitted them. */
export interface TaskSurvey {
  /**
   * Those that were asked for, as backends list them; last those that only the beginning of a hash names.
   * @throws ExecutorError where one cannot be asked; once all have come, PreconditionError TASK_UNKNOWN where neither
   * they nor the history know a name, TASK_AMBIGUOUS where the hashes of several begin with it.
   */
  tasks(): AsyncGenerator<SurveyedTask>;
  /** Lets go of executors and connections. */
  close(): Promise<void>;
}
