import type { ProcessProgress } from './run-api.js';

/** Where a task stands in the counts; `waiting` is not counted by itself. */
export type Stage = 'waiting' | 'submitted' | 'running' | 'cached' | FinalStage;

/** Where a task stands that was made, and is over. */
export type FinalStage = 'succeeded' | 'ignored' | 'failed' | 'aborted';

type Counts = { -readonly [K in keyof ProcessProgress]: ProcessProgress[K] };

/** Counts the tasks of every process. A task is in one stage at a time. */
export class ProcessTally {
  private readonly processes = new Map<string, Counts>();

  /** Adds a process, in the order of display. */
  open(process: string, executor: string): void {
    this.processes.set(process, {
      process,
      executor,
      total: 0,
      submitted: 0,
      running: 0,
      cached: 0,
      succeeded: 0,
      ignored: 0,
      failed: 0,
      aborted: 0,
      retried: 0,
      resubmitted: 0,
    });
  }

  /** A new task of `process`, not yet submitted. */
  created(process: string): void {
    this.of(process).total += 1;
  }

  moved(process: string, from: Stage, to: Stage): void {
    const counts = this.of(process);
    if (from !== 'waiting') counts[from] -= 1;
    if (to !== 'waiting') counts[to] += 1;
  }

  /** A task of `process` goes again, at its user's cost or not. */
  wentAgain(process: string, how: 'retried' | 'resubmitted'): void {
    this.of(process)[how] += 1;
  }

  lastHash(process: string, shortHash: string): void {
    this.of(process).lastHash = shortHash;
  }

  snapshot(): ProcessProgress[] {
    return [...this.processes.values()].map((counts) => ({ ...counts }));
  }

  /** Tasks of all processes in one final stage, or how often they went again. */
  sum(what: FinalStage | 'cached' | 'retried' | 'resubmitted'): number {
    let sum = 0;
    for (const counts of this.processes.values()) sum += counts[what];
    return sum;
  }

  private of(process: string): Counts {
    const counts = this.processes.get(process);
    if (counts === undefined) throw new Error(`No process "${process}" was opened in the tally.`);
    return counts;
  }
}
