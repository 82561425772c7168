import { isExecutorError, type Clock, type TaskLog, type TaskLogPart } from '../../spi/index.js';
import type { PastAttempt } from '../history/past-attempt.js';
import { reasonOf } from '../report/reason-of.js';
import { shortHash } from '../task/work-dir.js';
import { pause } from '../wave/pause.js';
import type { LogNotices } from './log-notices.js';

/** What the log of an attempt is read from. */
export interface AttemptLogGround {
  readonly attempt: PastAttempt;
  /** What its backend kept; undefined where it keeps nothing. */
  readonly kept: TaskLog | undefined;
  /** What its work dir has. */
  readonly files: TaskLog;
  readonly isOver: () => boolean;
  readonly notices: LogNotices;
  readonly clock: Clock;
  /** Ends pauses. */
  readonly signal: AbortSignal;
}

/** Milliseconds before a log that could not be read is asked for again. */
const RETRY_MS = 2000;
const MOST_TRIES = 5;
const NOTHING: TaskLogPart = { lines: [], state: 'more' };

/**
 * What an attempt printed: as its backend kept it; and where that has nothing, or cannot be read, as its work dir does.
 */
export class AttemptLog implements TaskLog {
  private kept: TaskLog | undefined;
  private lines = 0;
  private tries = 0;

  constructor(private readonly ground: AttemptLogGround) {
    this.kept = ground.kept;
  }

  get place(): string {
    return (this.kept ?? this.ground.files).place;
  }

  async read(): Promise<TaskLogPart> {
    const part = await (this.kept === undefined ? this.readFiles() : this.readKept(this.kept));
    this.lines += part.lines.length;
    return part;
  }

  private async readKept(kept: TaskLog): Promise<TaskLogPart> {
    // Asked first, as in the work dir's log.
    const over = this.ground.isOver();
    const part = await this.tryKept(kept);
    if (part === undefined) return NOTHING;
    const empty = this.lines === 0 && part.lines.length === 0;
    if (!empty || part.state === 'more' || (part.state === 'waiting' && !over)) return part;
    this.kept = undefined;
    return this.readInstead(kept);
  }

  /** Nothing where it failed: it is then read again, or its files are. */
  private async tryKept(kept: TaskLog): Promise<TaskLogPart | undefined> {
    try {
      const part = await kept.read();
      this.tries = 0;
      return part;
    } catch (error) {
      this.tries += 1;
      if (isExecutorError(error) && error.recoverable && this.tries < MOST_TRIES) {
        await pause(RETRY_MS, this.ground.clock, this.ground.signal);
        return undefined;
      }
      this.kept = undefined;
      const why = reasonOf(error).replace(/\.$/, '');
      this.say(
        'unreadable',
        `its log at ${kept.place} cannot be read: ${why}. Shown are the files of its work dir`,
      );
      return undefined;
    }
  }

  private async readInstead(kept: TaskLog): Promise<TaskLogPart> {
    const part = await this.readFiles();
    if (part.lines.length > 0)
      this.say('empty', `its log at ${kept.place} is empty or gone. Shown are the files of its work dir`);
    return part;
  }

  private async readFiles(): Promise<TaskLogPart> {
    try {
      const part = await this.ground.files.read();
      if (part.state === 'ended' && this.lines + part.lines.length === 0)
        this.say('nothing', 'it printed nothing');
      return part;
    } catch (error) {
      this.say(
        'unreadable',
        `the files of its work dir cannot be read: ${reasonOf(error).replace(/\.$/, '')}`,
      );
      return { lines: [], state: 'ended' };
    }
  }

  private say(kind: 'unreadable' | 'empty' | 'nothing', what: string): void {
    const { name, hash } = this.ground.attempt;
    this.ground.notices.say(kind, `Task ${name} (${shortHash(hash)}): ${what}.`);
  }
}
