import type { Clock, LogLine } from '../../spi/index.js';
import type { LogPage, LogPageRequest } from '../aws/logs-api.js';
import type { LogStream } from './log-stream.js';

/** Tokens expire after 24 hours (GetLogEvents): a stream that was silent for so long is entered anew by time. */
const TOKEN_LIFE_MS = 20 * 3_600_000;

/** What a reader does its reading by. */
export type ReadPage = (request: LogPageRequest) => Promise<LogPage | undefined>;

/** What one step of a reader brought. */
export interface StreamStep {
  readonly lines: readonly LogLine[];
  /** Nothing was left to read at that moment, or there is no stream. */
  readonly atEnd: boolean;
}

/** Reads one log stream from its beginning, page by page; each line once. Never two steps at once. */
export class StreamReader {
  private token: string | undefined;
  private tokenAt = 0;
  /** Time of the last line read, epoch milliseconds, and how many of that time were read. */
  private last = { time: 0, lines: 0 };
  /** Lines of the last time that the next page holds again. */
  private repeated = 0;

  constructor(
    private readonly stream: LogStream,
    private readonly read: ReadPage,
    private readonly clock: Clock,
  ) {}

  /** One page; a step that throws has taken nothing and can be repeated. */
  async next(): Promise<StreamStep> {
    if (this.token !== undefined && this.clock.now() - this.tokenAt > TOKEN_LIFE_MS) this.enterAnew();
    const { token } = this;
    const since = token === undefined && this.last.lines > 0 ? this.last.time : undefined;
    const page = await this.read({ ...this.stream, fromHead: true, token, since });
    if (page === undefined) return { lines: [], atEnd: true };
    // The end repeats the token, whose life goes on from when it was given out.
    if (page.forward !== token) this.tokenAt = this.clock.now();
    this.token = page.forward;
    return { lines: this.news(page.lines), atEnd: page.forward === token };
  }

  private enterAnew(): void {
    this.token = undefined;
    this.repeated = this.last.lines;
  }

  private news(lines: readonly LogLine[]): readonly LogLine[] {
    const known = Math.min(this.repeated, lines.length);
    this.repeated -= known;
    const fresh = lines.slice(known);
    for (const { time } of fresh) {
      this.last = { time, lines: time === this.last.time ? this.last.lines + 1 : 1 };
    }
    return fresh;
  }
}
