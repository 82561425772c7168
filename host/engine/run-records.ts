import type { Executor, Logger, TaskOutcome } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import type { CachedAttempt } from './cached-attempt.js';
import type { LiveTask } from './live-task.js';
import type { RunInfo, RunResult } from './run-api.js';
import type { EndAction, RunObserver } from './run-observer.js';

/** All records that are kept of one run. What breaks while one is kept is said once and changes nothing. */
export class RunRecords {
  /** Those that began; nothing is told to the others. */
  private readonly kept: RunObserver[] = [];
  private readonly broken = new Set<RunObserver>();
  private beginning: Promise<void> | undefined;

  constructor(
    private readonly observers: readonly RunObserver[],
    private readonly logger: Logger,
  ) {}

  /**
   * Begins every record, in order.
   * @throws what keeps one from being kept at all.
   */
  began(run: RunInfo, executors: ReadonlyMap<string, Executor>): Promise<void> {
    this.beginning ??= this.begin(run, executors);
    return this.beginning;
  }

  /** See {@link RunObserver.cached}. */
  cached({ order }: LiveTask, cached: CachedAttempt): void {
    this.tell((observer) => observer.cached(order, cached));
  }

  /** See {@link RunObserver.submitted}; nothing where no attempt was made. */
  submitted({ order, attempt }: LiveTask): void {
    if (attempt !== undefined) this.tell((observer) => observer.submitted(order, attempt));
  }

  /** See {@link RunObserver.ended}; nothing where no attempt was made. */
  ended({ order, attempt }: LiveTask, outcome: TaskOutcome, action: EndAction): void {
    if (attempt !== undefined) this.tell((observer) => observer.ended({ order, attempt, outcome, action }));
  }

  /** Closes every record that began. Never rejects. */
  async close(result: RunResult | undefined): Promise<void> {
    // A run may be halted while a slow record begins: it is closed all the same.
    await this.beginning?.catch(() => undefined);
    await Promise.all(
      this.kept.splice(0).map(async (observer) => {
        try {
          await observer.close(result);
        } catch (error) {
          this.say(observer, error);
        }
      }),
    );
  }

  private async begin(run: RunInfo, executors: ReadonlyMap<string, Executor>): Promise<void> {
    for (const observer of this.observers) {
      await observer.began(run, executors);
      this.kept.push(observer);
    }
  }

  private tell(news: (observer: RunObserver) => void): void {
    for (const observer of this.kept) {
      try {
        news(observer);
      } catch (error) {
        this.say(observer, error);
      }
    }
  }

  private say(observer: RunObserver, error: unknown): void {
    if (this.broken.has(observer)) return;
    this.broken.add(observer);
    this.logger.error(`A record of the run is incomplete: ${reasonOf(error)}. The run goes on.`);
  }
}
