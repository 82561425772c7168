import type { Clock, Logger } from '../../spi/index.js';
import type { Leftovers } from '../leftovers/leftovers.js';
import type { FileStore } from '../storage/file-store.js';
import type { EngineSession } from './engine-session.js';
import { failureReport, type ReportWords } from './failure-report.js';
import type { PlannedCall } from './planned-call.js';
import type { PipelineRun, RunInfo, RunReporter, RunResult } from './run-api.js';
import type { TaskConductor } from './task-conductor.js';

/** The parts a run is assembled from; the run owns and ends `session` and `store`. */
export interface RunParts extends ReportWords {
  readonly info: RunInfo;
  readonly session: EngineSession<PlannedCall>;
  readonly conductor: TaskConductor;
  readonly leftovers: Leftovers;
  readonly store: FileStore;
  readonly reporter: RunReporter;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One run: starts its session, lets the conductor work, and shuts everything down whatever happens. */
export class EngineRun implements PipelineRun {
  readonly sessionId: string;
  readonly runName: string;
  private aborted = false;
  private executed = false;
  private began = 0;
  private attending: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RunParts) {
    this.sessionId = parts.info.sessionId;
    this.runName = parts.info.runName;
  }

  async execute(): Promise<RunResult> {
    if (this.executed) throw new Error(`Run ${this.runName} was executed already. Create another run.`);
    this.executed = true;
    const { clock, reporter, info, store, conductor } = this.parts;
    this.began = clock.now();
    let result: RunResult | undefined;
    try {
      reporter.started(info);
      const unfinished = await this.runTasks();
      const report = await this.failureReport();
      result = { ...this.counts(), duration: clock.now() - this.began, unfinished, ...report };
      return result;
    } finally {
      await conductor.board.records.close(result);
      store.close();
    }
  }

  abort(): void {
    const { conductor, session } = this.parts;
    // What is over, or already being stopped for a failure, keeps its own result.
    if (this.aborted || conductor.stopping || (this.executed && conductor.idle)) return;
    this.aborted = true;
    session.halt();
  }

  async leave(): Promise<void> {
    if (!this.executed) return;
    const { conductor, clock } = this.parts;
    const duration = clock.now() - this.began;
    await conductor.board.records.close({ ...this.counts(), status: 'aborted', duration, unfinished: [] });
  }

  private async runTasks(): Promise<readonly string[]> {
    const { session, conductor, info } = this.parts;
    try {
      await session.unlessHalted(() => conductor.board.records.began(info, session.executors));
      await session.start();
      await session.unlessHalted(() => this.attendLeftovers());
      // After the executors: one that must not be used at all says so before anything is asked of a network.
      await session.unlessHalted(() => {
        conductor.launchAll();
        return conductor.settled;
      });
    } catch (error) {
      await this.shutDown();
      throw error;
    }
    return this.shutDown();
  }

  private attendLeftovers(): Promise<void> {
    this.attending = this.parts.leftovers.attend();
    return this.attending;
  }

  private async shutDown(): Promise<readonly string[]> {
    const { session, conductor, reporter } = this.parts;
    const stopping = (stopped: number, total: number): void => reporter.stopping(stopped, total);
    const unfinished = await session.shutDown({ stopping });
    // It ends soon once the session is halted, and needs the store until then.
    await this.attending;
    await conductor.abandon();
    return unfinished;
  }

  private counts(): Omit<RunResult, 'duration' | 'unfinished' | 'errorReport'> {
    const { conductor, session } = this.parts;
    const { board, failure } = conductor;
    const ended = failure === undefined ? 'succeeded' : 'failed';
    return {
      status: this.aborted || session.isOvertaken ? 'aborted' : ended,
      cached: board.tally.sum('cached'),
      succeeded: board.tally.sum('succeeded'),
      ignored: board.tally.sum('ignored'),
      failed: board.tally.sum('failed'),
      aborted: board.tally.sum('aborted'),
      retried: board.tally.sum('retried'),
      resubmitted: board.tally.sum('resubmitted'),
    };
  }

  private async failureReport(): Promise<Pick<RunResult, 'errorReport'>> {
    const { conductor } = this.parts;
    if (conductor.failure === undefined) return {};
    const { task, outcome } = conductor.failure;
    return { errorReport: await failureReport(task, outcome, this.parts) };
  }
}
