import type { TaskHandler } from './task-handler.js';
import type { TaskOutcome } from './task-outcome.js';

/** News of tasks. The host implements it; nothing here may throw. */
export interface TaskEvents {
  /** The backend accepted the task; `handler.nativeId` is set. */
  submitted(handler: TaskHandler): void;
  /** At most once a handler, after `submitted`. A short task may never be seen running. */
  running(handler: TaskHandler): void;
  /** Exactly once for every scheduled handler that is not evicted, its last event, whatever happened. */
  completed(handler: TaskHandler, outcome: TaskOutcome): void;
}

/** How a monitor ends. */
export interface ShutdownOptions {
  /** Milliseconds to wait for killed tasks to end once their stops are accepted. Default 30 000. */
  readonly graceMs?: number;
  /** Leave running tasks alone (they can be adopted later). Default false: they are killed. */
  readonly leaveRunning?: boolean;
  /** Told after each accepted stop. */
  readonly progress?: (stopped: number, total: number) => void;
}

/** What a shutdown could not bring to an end. */
export interface ShutdownReport {
  /** Tasks whose stop was accepted. */
  readonly stopped: number;
  /** Tasks the backend may still run: their stop failed, their end was not seen in time, or their submit was
   * never answered (then without a native id). */
  readonly unfinished: readonly TaskHandler[];
}

/**
 * Holds the queue of one executor: submits what waits, polls what runs, reports through {@link TaskEvents}.
 * The host calls `start` after the executor's `start`, then `schedule` as tasks come, then `shutdown` once.
 */
export interface TaskMonitor {
  /** From now on what is scheduled gets submitted. Starting twice is starting once. */
  start(): void;
  /**
   * Takes a handler; its task is submitted when a slot is free.
   * @throws ShutdownError after `shutdown` began.
   */
  schedule(handler: TaskHandler): void;
  /**
   * Lets go of a handler: no further event of it comes, and its task is the caller's to stop. Its slot is free
   * at once, or when a submit in flight is over. False where the monitor does not hold it.
   */
  evict(handler: TaskHandler): boolean;
  /** Asks for a poll round now rather than at the next interval. */
  signal(): void;
  /** Accepts nothing more, ends what runs, stops its timers. Idempotent: later calls get the first's report. */
  shutdown(options?: ShutdownOptions): Promise<ShutdownReport>;
}
