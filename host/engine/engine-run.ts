import type { Clock, Executor, Logger } from '../../spi/index.js';
import { errorReport } from '../report/error-report.js';
import { readTails } from '../report/output-tails.js';
import type { FileStore } from '../storage/file-store.js';
import { deferred } from './deferred.js';
import { shutDownAll } from './executor-shutdown.js';
import type { PlannedCall } from './planned-call.js';
import type { PipelineRun, RunInfo, RunOptions, RunReporter, RunResult } from './run-api.js';
import type { TaskConductor } from './task-conductor.js';
import { requireBucket } from './work-dir-check.js';

/** The parts a run is assembled from; the run owns and ends `executors` and `store`. */
export interface RunParts {
  readonly info: RunInfo;
  readonly calls: readonly PlannedCall[];
  readonly executors: ReadonlyMap<string, Executor>;
  readonly conductor: TaskConductor;
  readonly store: FileStore;
  readonly reporter: RunReporter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly describeWorkDir?: NonNullable<RunOptions['describeWorkDir']>;
}

/** One run: starts the executors, lets the conductor work, and shuts everything down whatever happens. */
export class EngineRun implements PipelineRun {
  readonly sessionId: string;
  readonly runName: string;
  private readonly stop = deferred();
  private aborted = false;
  private executed = false;

  constructor(private readonly parts: RunParts) {
    this.sessionId = parts.info.sessionId;
    this.runName = parts.info.runName;
  }

  async execute(): Promise<RunResult> {
    if (this.executed) throw new Error(`Run ${this.runName} was executed already. Create another run.`);
    this.executed = true;
    const { clock, reporter, info, store } = this.parts;
    const began = clock.now();
    try {
      reporter.started(info);
      const unfinished = await this.runTasks();
      const report = await this.failureReport();
      return { ...this.counts(), duration: clock.now() - began, unfinished, ...report };
    } finally {
      store.close();
    }
  }

  abort(): void {
    const { conductor } = this.parts;
    // What is over, or already being stopped for a failure, keeps its own result.
    if (this.aborted || conductor.failure !== undefined || (this.executed && conductor.idle)) return;
    this.aborted = true;
    conductor.stop();
    this.stop.resolve();
  }

  private async runTasks(): Promise<readonly string[]> {
    try {
      await this.unlessStopped(() => this.startExecutors());
      // Behind the executors, which may refuse to run before any call is made to a cloud.
      await this.unlessStopped(() => requireBucket(this.parts.info.workDir, this.parts.store));
      // After the executors: one that must not be used at all says so before anything is asked of a network.
      await this.unlessStopped(() => {
        this.parts.conductor.launchAll();
        return this.parts.conductor.settled;
      });
    } catch (error) {
      await this.shutDown();
      throw error;
    }
    return this.shutDown();
  }

  /** An abort does not wait for a backend that is slow to answer: the shutdown follows at once. */
  private async unlessStopped(step: () => Promise<void>): Promise<void> {
    if (this.aborted) return;
    await Promise.race([this.stop.promise, step()]);
  }

  private async startExecutors(): Promise<void> {
    const { calls, executors } = this.parts;
    for (const [name, executor] of executors) {
      const own = calls.filter((call) => call.executor === name);
      await executor.start(own.map(({ definition }) => definition));
      if (this.aborted) return;
      executor.createTaskMonitor().start();
    }
  }

  private async shutDown(): Promise<readonly string[]> {
    const { executors, conductor, reporter, logger } = this.parts;
    conductor.stop();
    const { unfinished, failed } = await shutDownAll(executors.values(), logger, (stopped, total) =>
      reporter.stopping(stopped, total),
    );
    const unknown = failed.flatMap((executor) => conductor.unfinishedOn(executor));
    await conductor.abandon();
    return [...unfinished, ...unknown];
  }

  private counts(): Pick<RunResult, 'status' | 'succeeded' | 'failed' | 'aborted'> {
    const { tally, failure } = this.parts.conductor;
    const ended = failure === undefined ? 'succeeded' : 'failed';
    return {
      status: this.aborted ? 'aborted' : ended,
      succeeded: tally.sum('succeeded'),
      failed: tally.sum('failed'),
      aborted: tally.sum('aborted'),
    };
  }

  private async failureReport(): Promise<Pick<RunResult, 'errorReport'>> {
    const { conductor, store, logger, info, describeWorkDir } = this.parts;
    if (conductor.failure === undefined) return {};
    const { call, workDir, outcome } = conductor.failure;
    const { name, container } = call.definition;
    const tails = workDir === undefined ? {} : await readTails(store, workDir, logger);
    const task = {
      name,
      script: call.script,
      workDir: workDir ?? info.workDir,
      ...(container === undefined ? {} : { container }),
    };
    const files = describeWorkDir === undefined ? {} : { files: describeWorkDir(task.workDir) };
    return { errorReport: errorReport({ ...task, ...files }, outcome, tails) };
  }
}
