import type { Clock } from '../../spi/index.js';
import type { PastAttempt } from '../history/past-attempt.js';
import type { RunWatch } from '../history/run-watch.js';
import { pause } from '../engine/pause.js';
import type { LogCursor, TaskLine } from './log-cursor.js';

/** What logs are followed with. */
export interface FollowGround {
  readonly watch: RunWatch;
  readonly openCursor: (attempt: PastAttempt) => LogCursor;
  /** No attempt joins those that are followed. */
  readonly closed: boolean;
  readonly clock: Clock;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks at logs that had nothing new. */
const LOOK_MS = 2000;
/** Looks at the log of an attempt that is over before it counts as read: backends keep the last lines with a delay. */
const LAST_LOOKS = 15;
/** Logs that are read at once. */
const AT_ONCE = 16;

/** Follows the logs of attempts until they end, and of those that join them. */
export class LogFollow {
  /** Followed, each with the times it had nothing new since its attempt was over. */
  private readonly followed: Map<LogCursor, number>;

  constructor(
    cursors: readonly LogCursor[],
    private readonly ground: FollowGround,
  ) {
    this.followed = new Map(cursors.map((cursor) => [cursor, 0]));
  }

  async *lines(): AsyncGenerator<TaskLine> {
    const { watch, openCursor, closed, clock, signal } = this.ground;
    while (!signal.aborted) {
      for (const attempt of await watch.poll()) this.followed.set(openCursor(attempt), 0);
      let news = false;
      const cursors = [...this.followed.keys()];
      for (let at = 0; at < cursors.length; at += AT_ONCE) {
        for (const line of await this.readOn(cursors.slice(at, at + AT_ONCE))) {
          news = true;
          yield line;
        }
      }
      if (this.followed.size === 0 && (closed || watch.over)) return;
      if (!news) await pause(LOOK_MS, clock, signal);
    }
  }

  /** Reads a part of each; lets go of those at their end. */
  private async readOn(cursors: readonly LogCursor[]): Promise<readonly TaskLine[]> {
    // Asked first: what an attempt prints before it is over is then read.
    const over = cursors.map(({ attempt }) => this.ground.watch.isOver(attempt.hash));
    await Promise.all(cursors.map((cursor) => cursor.readOn()));
    const lines = cursors.flatMap((cursor, index) => {
      const own = linesOf(cursor);
      this.settle(cursor, own.length > 0 || over[index] !== true);
      return own;
    });
    return lines.sort((a, b) => a.time - b.time);
  }

  private settle(cursor: LogCursor, alive: boolean): void {
    const idle = alive ? 0 : (this.followed.get(cursor) ?? 0) + 1;
    if (cursor.state === 'ended' || (cursor.state === 'waiting' && idle >= LAST_LOOKS))
      this.followed.delete(cursor);
    else this.followed.set(cursor, idle);
  }
}

function linesOf(cursor: LogCursor): TaskLine[] {
  const lines: TaskLine[] = [];
  for (let line = cursor.take(); line !== undefined; line = cursor.take()) lines.push(line);
  return lines;
}
