import type {
  AttemptEnd,
  AttemptEnded,
  AttemptFacts,
  AttemptSubmitted,
  HistoryRecord,
} from './history-record.js';

/** An attempt at a task as its run's history has it. */
export interface PastAttempt extends AttemptFacts {
  /** Epoch milliseconds; absent where the backend never accepted it. */
  readonly submittedAt?: number;
  /** Absent while it is under way, and where the run ended without seeing it end. */
  readonly end?: AttemptEnd;
}

/** Whether another attempt at the same task was to follow. */
export function isSuperseded({ end }: PastAttempt): boolean {
  return end?.action === 'resubmitted' || end?.action === 'retried';
}

/** Puts the attempts of a run together from its records, holding those alone that are under way. */
export class AttemptFold {
  private readonly open = new Map<string, PastAttempt>();

  /** @returns the attempt that this record ends. */
  add(record: HistoryRecord): PastAttempt | undefined {
    if (record.event === 'submitted') {
      this.open.set(record.hash, submittedAttempt(record));
      return undefined;
    }
    if (record.event !== 'ended') return undefined;
    const begun = this.open.get(record.hash) ?? record.unsubmitted;
    this.open.delete(record.hash);
    return begun === undefined ? undefined : withEnd(begun, record);
  }

  /** Those whose end no record has told yet, in the order they were submitted. */
  underWay(): readonly PastAttempt[] {
    return [...this.open.values()];
  }
}

/** The attempt that the backend accepted. */
export function submittedAttempt(record: AttemptSubmitted): PastAttempt {
  const { hash, name, process, attempt, executor, nativeId, workDir, time } = record;
  const facts = { hash, name, process, attempt, executor, workDir, submittedAt: time };
  return nativeId === undefined ? facts : { ...facts, nativeId };
}

/** The attempt with the end it came to. */
export function withEnd(attempt: PastAttempt, { time, kind, action, exitStatus }: AttemptEnded): PastAttempt {
  const status = exitStatus === undefined ? {} : { exitStatus };
  return { ...attempt, end: { time, kind, action, ...status } };
}
