import type { Executor, Housekeeping } from '../../spi/index.js';
import type { FileStore } from '../storage/file-store.js';
import type { ClearableFiles } from '../storage/stored-files.js';
import type { WorkFiles } from '../storage/work-files.js';

/** An executor that can tell what runs hold of its backend. */
export interface Housekeeper {
  readonly executor: string;
  readonly housekeeping: Housekeeping;
}

/** What runs left behind, and the executors they ran on: for looking and clearing up. Nothing is ever submitted. */
export interface Backend {
  /** The work files; those of a run whose own cloud ended with it too. */
  readonly files: WorkFiles & ClearableFiles;
  /** The storage that engines share; absent where a folder is all that is left of a run's cloud. */
  readonly store?: FileStore;
  /**
   * An executor, made when it is first asked for and never started; undefined where the backend ended with its run.
   * @throws ExecutorError where there is no such executor, or its settings are wrong.
   */
  executor(name: string): Executor | undefined;
  /**
   * The executors that can tell what runs hold.
   * @throws ExecutorError where one that is asked for by its name cannot be had, or none can.
   */
  housekeepers(): readonly Housekeeper[];
  /** Lets go of executors and connections. */
  close(): Promise<void>;
}
