import type { TaskRun } from '../spi/index.js';

/** What the kit wants a task's command to do. Milliseconds are the session clock's. */
export type Work =
  /** Runs for `afterMs`, then exits with `status` (0 to 255). */
  | { readonly kind: 'exit'; readonly status: number; readonly afterMs: number }
  /** Runs until it is stopped. */
  | { readonly kind: 'wait' }
  /** Prints `text` as it stands and exits 0. Asked for where `output` is claimed. */
  | { readonly kind: 'print'; readonly text: string }
  /** Is ended by this signal, of its own doing. Asked for where `signals` is claimed. */
  | { readonly kind: 'signal'; readonly signal: number }
  /** Takes more memory than it has. Asked for where `outOfMemory` is claimed. */
  | { readonly kind: 'exhaust-memory' };

/** What is settled about a task before its command is: `makeTask` takes it over as it stands. */
export type TaskSeat = Pick<
  TaskRun,
  'id' | 'name' | 'process' | 'hash' | 'attempt' | 'interruptions' | 'workDir'
>;

/** A command that exits with this status after a moment. */
export function exits(status: number, afterMs = 300): Work {
  return { kind: 'exit', status, afterMs };
}

/** A command that goes on until it is stopped. */
export const waits: Work = { kind: 'wait' };

/** The same work at another pace. */
export function paced(work: Work, pace: number): Work {
  return work.kind === 'exit' ? { ...work, afterMs: work.afterMs * pace } : work;
}
