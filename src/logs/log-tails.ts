import { inject, injectable } from 'tsyringe';
import { LogsApi, type LogPage, type LogPageRequest } from '../aws/logs-api.js';
import { persist } from '../aws/persist.js';
import { isUnanswered } from '../aws/service-error.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { SessionEnd } from '../di/session-end.js';
import { Session } from '../di/tokens.js';
import { logStreamOf } from './log-stream.js';
import { readTail } from './read-tail.js';
import type { ReadPage } from './stream-reader.js';

/** Failures that wait for their tail at once: with 10 reads a second none of them waits for long. */
const MOST_WAITING = 10;

/** Reads the last lines of tasks that failed. A report with less in it is better than none: nobody is told of trouble. */
@injectable()
export class LogTails {
  private waiting = 0;

  constructor(
    @inject(LogsApi) private readonly logs: LogsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Session) private readonly session: Session,
    @inject(SessionEnd) private readonly end: SessionEnd,
  ) {}

  /**
   * The last lines that a task printed, oldest first; empty where it printed nothing. Undefined where they are not to be
   * had: not within `patienceMs`, not at all, or while ten others wait for theirs.
   */
  async tailOf(arn: string, lines: number, patienceMs: number): Promise<readonly string[] | undefined> {
    if (this.waiting >= MOST_WAITING) return undefined;
    this.waiting += 1;
    const late = new AbortController();
    const timer = this.session.clock.after(patienceMs, () => late.abort());
    try {
      return await Promise.race([
        this.read(arn, lines, this.reading(patienceMs, late.signal)),
        aborted(late.signal),
      ]);
    } finally {
      timer.cancel();
      late.abort();
      this.waiting -= 1;
    }
  }

  private async read(arn: string, lines: number, read: ReadPage): Promise<readonly string[] | undefined> {
    try {
      const tail = await readTail(logStreamOf(arn, this.config.logsGroup), lines, read);
      return tail.map(({ text }) => text);
    } catch (error) {
      if (isUnanswered(error)) return undefined;
      throw error;
    }
  }

  /** Repeats a read that is throttled, until it is too late: nothing is asked then any more. */
  private reading(patience: number, late: AbortSignal): ReadPage {
    const { clock, random } = this.session;
    const how = { clock, random, patience, end: this.end.signal, hurry: late, onWait: () => undefined };
    const ask = (request: LogPageRequest): Promise<LogPage | undefined> =>
      late.aborted ? Promise.resolve(undefined) : this.logs.readPage(request);
    return (request) => persist(() => ask(request), how);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
