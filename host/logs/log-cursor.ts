import type { LogLine, TaskLog, TaskLogPart } from '../../spi/index.js';
import type { PastAttempt } from '../history/past-attempt.js';

/** A line and the attempt that printed it. */
export interface TaskLine extends LogLine {
  readonly attempt: PastAttempt;
}

/** How much of a log is wanted. */
export interface LogWindow {
  /** The last so many lines, 0 or more; all where absent. */
  readonly lines?: number;
  /** Nothing that came before, epoch milliseconds; everything where absent. */
  readonly since?: number;
}

/** A place in the log of an attempt: holds the lines of one part, or the last ones where only they are wanted. */
export class LogCursor {
  private lines: LogLine[] = [];
  private next = 0;
  private known: TaskLogPart['state'] = 'more';
  private cut = false;
  /** How many last lines are wanted of what there is now. */
  private wanted: number | undefined;
  private readonly since: number;

  constructor(
    readonly attempt: PastAttempt,
    private readonly log: TaskLog,
    { lines, since = -Infinity }: LogWindow,
  ) {
    this.wanted = lines;
    this.since = since;
  }

  /** As the last part that was read said. */
  get state(): TaskLogPart['state'] {
    return this.known;
  }

  /** Whether lines were left out because only the last ones are wanted. */
  get isCut(): boolean {
    return this.cut;
  }

  /** The next line, which stays. */
  get head(): LogLine | undefined {
    return this.lines[this.next];
  }

  /** Takes the next line. */
  take(): TaskLine | undefined {
    const line = this.head;
    this.next += 1;
    return line === undefined ? undefined : { ...line, attempt: this.attempt };
  }

  /**
   * Reads until there is a line, or nothing more for now. Where only the last lines are wanted it first reads to the end,
   * as it is then: later lines all count.
   */
  async fill(): Promise<void> {
    while (this.known === 'more' && (this.wanted !== undefined || this.head === undefined))
      await this.readOn();
    this.trim(0);
    this.wanted = undefined;
  }

  /** Reads one part, whatever the state was. */
  async readOn(): Promise<void> {
    const { lines, state } = await this.log.read();
    const rest = this.lines.slice(this.next);
    this.next = 0;
    this.lines = [...rest, ...lines.filter(({ time }) => time >= this.since)];
    this.known = state;
    this.trim(this.wanted ?? 0);
  }

  /** @param spare lines that may stand beside those wanted, so that not every part moves them. */
  private trim(spare: number): void {
    if (this.wanted === undefined) return;
    const over = this.lines.length - this.wanted - spare;
    if (over <= 0) return;
    this.cut = true;
    this.lines.splice(0, over);
  }
}
