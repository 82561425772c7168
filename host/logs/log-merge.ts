import type { PastAttempt } from '../history/past-attempt.js';
import type { LogCursor, TaskLine } from './log-cursor.js';

/** Logs that are opened at once. */
const AT_ONCE = 16;

/**
 * Puts the lines of many logs in the order of their times. A log is opened once the merge has come to the moment its
 * attempt was submitted, and let go of at its end: what is held grows with the tasks that ran side by side, not with
 * those of the run.
 */
export class LogMerge {
  /** Logs that had nothing more for now, and are not at their end. */
  readonly waiting: LogCursor[] = [];
  /** Whether lines were left out of any of them. */
  cut = false;
  private readonly open = new Set<LogCursor>();
  private next = 0;

  constructor(
    /** In the order they were submitted. */
    private readonly attempts: readonly PastAttempt[],
    private readonly openCursor: (attempt: PastAttempt) => LogCursor,
  ) {}

  async *lines(): AsyncGenerator<TaskLine> {
    for (let first = await this.earliest(); first !== undefined; first = await this.earliest()) {
      const line = first.take();
      if (line !== undefined) yield line;
      if (first.head === undefined) await this.fill(first);
    }
  }

  /** The open log whose next line comes first, once every log is open that may have an earlier one. */
  private async earliest(): Promise<LogCursor | undefined> {
    for (;;) {
      const first = this.firstOpen();
      const due = this.attempts
        .slice(this.next, this.next + AT_ONCE)
        .filter(({ submittedAt = 0 }) => first?.head === undefined || submittedAt <= first.head.time);
      if (due.length === 0) return first;
      this.next += due.length;
      await Promise.all(due.map((attempt) => this.fill(this.openCursor(attempt))));
    }
  }

  private firstOpen(): LogCursor | undefined {
    let first: LogCursor | undefined;
    for (const cursor of this.open) {
      if (first === undefined || timeOf(cursor) < timeOf(first)) first = cursor;
    }
    return first;
  }

  private async fill(cursor: LogCursor): Promise<void> {
    await cursor.fill();
    this.cut ||= cursor.isCut;
    if (cursor.head !== undefined) this.open.add(cursor);
    else {
      this.open.delete(cursor);
      if (cursor.state === 'waiting') this.waiting.push(cursor);
    }
  }
}

function timeOf({ head }: LogCursor): number {
  return head?.time ?? Infinity;
}
