import type { AttemptFacts, RunBegun } from './history-record.js';
import { submittedAttempt, withEnd, type PastAttempt } from './past-attempt.js';
import type { PastRun, RunHistory } from './run-history.js';

/** Watches some attempts of a run by its history, while it goes on or after it ended. */
export class RunWatch {
  /** Hashes of those that were submitted and whose end is not told. */
  private readonly underWay = new Set<string>();
  private position = 0;
  private ended = false;

  constructor(
    private readonly history: RunHistory,
    private readonly run: PastRun,
    /** Which attempts to watch. */
    private readonly watches: (attempt: AttemptFacts) => boolean,
    /** Whether the process of a run that has not ended lives. */
    private readonly isAlive: (run: RunBegun) => boolean,
  ) {}

  /** Whether nothing happens in the run any more: it ended, or its process is gone. */
  get over(): boolean {
    return this.ended;
  }

  /** Whether the attempt is over; what was not looked at counts as over. */
  isOver(hash: string): boolean {
    return this.ended || !this.underWay.has(hash);
  }

  /**
   * Reads what happened since the last call.
   * @returns attempts submitted since, in that order; with their ends, where those are told.
   */
  async poll(): Promise<readonly PastAttempt[]> {
    // Asked first: what a process wrote before it died is then read.
    const gone = !this.isAlive(this.run.begun);
    const fresh = new Map<string, PastAttempt>();
    for await (const { record, end } of this.history.records(this.run, this.position)) {
      this.position = end;
      if (record.event === 'run-ended') this.ended = true;
      if (record.event === 'submitted' && this.watches(record)) {
        this.underWay.add(record.hash);
        fresh.set(record.hash, submittedAttempt(record));
      }
      if (record.event !== 'ended') continue;
      this.underWay.delete(record.hash);
      const attempt = fresh.get(record.hash);
      if (attempt !== undefined) fresh.set(record.hash, withEnd(attempt, record));
    }
    this.ended ||= gone;
    return [...fresh.values()];
  }
}
