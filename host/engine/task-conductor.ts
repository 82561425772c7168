import {
  isExecutorError,
  type Logger,
  type TaskEvents,
  type TaskHandler,
  type TaskOutcome,
} from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import { shortHash } from '../task/work-dir.js';
import { deferred } from './deferred.js';
import { viewOf, type LiveTask } from './live-task.js';
import type { PlannedCall } from './planned-call.js';
import { ProcessTally, type Stage } from './process-tally.js';
import type { RunReporter } from './run-api.js';
import type { TaskFactory } from './task-factory.js';
import { outputMissing, StdoutReader } from './task-stdout.js';
import { judge, type Verdict } from './verdict.js';

/** The failure that ends a run. */
export interface TaskFailure {
  readonly call: PlannedCall;
  /** Absent where the task could not even be made. */
  readonly workDir?: string;
  readonly outcome: TaskOutcome;
}

/**
 * Follows every task of a run from launch to end: counts it, tells the reporter, resubmits what the
 * infrastructure broke. It stops nothing itself: `settled` says when the run is over.
 */
export class TaskConductor implements TaskEvents {
  readonly tally = new ProcessTally();
  /** The failure that ended the run; later ones are counted only. */
  failure: TaskFailure | undefined;
  private readonly over = deferred();
  private readonly live = new Map<string, LiveTask>();
  private readonly finishing = new Set<Promise<void>>();
  private readonly stdout: StdoutReader;
  private planned: readonly PlannedCall[] = [];
  /** Index of the planned call to launch next: taking calls off the front of a long list costs its length. */
  private next = 0;
  private factory: TaskFactory | undefined;
  private stopping = false;

  constructor(
    store: FileStore,
    private readonly reporter: RunReporter,
    private readonly logger: Logger,
    describeWorkDir?: (uri: string) => string,
  ) {
    this.stdout = new StdoutReader(store, describeWorkDir);
  }

  /** Resolves at the end of the last task or at the first failure; rejects where the engine itself broke. */
  get settled(): Promise<void> {
    return this.over.promise;
  }

  /** Whether every task has come to its end. */
  get idle(): boolean {
    return this.next >= this.planned.length && this.live.size === 0;
  }

  /** Names what will run, so that it is counted also if it never starts. */
  plan(calls: readonly PlannedCall[], factory: TaskFactory): void {
    this.factory = factory;
    this.planned = [...calls];
    this.next = 0;
    for (const { definition, executor } of calls) {
      this.tally.open(definition.name, executor);
      this.tally.created(definition.name);
    }
  }

  /** Hands every planned task to its monitor. */
  launchAll(): void {
    for (const call of this.planned.slice(this.next)) {
      if (this.stopping) break;
      this.next += 1;
      this.launch(call, {});
    }
    this.changed();
  }

  /** From now on nothing is submitted any more. */
  stop(): void {
    this.stopping = true;
  }

  /** After the executors have shut down: counts what never came to an end as aborted. */
  async abandon(): Promise<void> {
    await Promise.all(this.finishing);
    for (const call of this.planned.slice(this.next))
      this.tally.moved(call.definition.name, 'waiting', 'aborted');
    for (const task of this.live.values()) this.move(task, 'aborted');
    this.next = this.planned.length;
    this.live.clear();
    this.changed();
  }

  /** Native ids of tasks on one executor whose end is not known. */
  unfinishedOn(executor: string): string[] {
    const tasks = [...this.live.values()].filter((task) => task.call.executor === executor && !task.ended);
    return tasks.flatMap(({ handler }) => handler.nativeId ?? []);
  }

  submitted(handler: TaskHandler): void {
    this.onNews(handler, (task) => {
      this.move(task, 'submitted');
      this.tally.lastHash(task.run.process, shortHash(task.run.hash));
      this.reporter.submitted(viewOf(task));
    });
  }

  running(handler: TaskHandler): void {
    this.onNews(handler, (task) => this.move(task, 'running'));
  }

  completed(handler: TaskHandler, outcome: TaskOutcome): void {
    this.onNews(handler, (task) => {
      task.ended = true;
      const finishing = this.finish(task, outcome).catch((error: unknown) => this.over.reject(error));
      this.finishing.add(finishing);
      void finishing.then(() => this.finishing.delete(finishing));
    });
  }

  /** News comes from the monitor's loop: nothing may be thrown back into it. */
  private onNews(handler: TaskHandler, act: (task: LiveTask) => void): void {
    const task = this.live.get(handler.task.hash);
    if (task === undefined || task.ended) {
      this.logger.warn(`Ignored news of task ${handler.task.name}, which has ended already.`);
      return;
    }
    try {
      act(task);
      this.changed();
    } catch (error) {
      this.over.reject(error);
    }
  }

  private async finish(task: LiveTask, outcome: TaskOutcome): Promise<void> {
    const verdict = judge(outcome, task.run.interruptions, this.stopping);
    if (verdict.kind === 'resubmit') this.resubmit(task, outcome, verdict);
    else if (verdict.kind === 'succeeded') await this.succeed(task, outcome);
    else if (verdict.kind === 'failed') this.fail(task, verdict.outcome);
    else this.end(task, 'aborted', outcome);
    this.changed();
  }

  private resubmit(task: LiveTask, outcome: TaskOutcome, verdict: Verdict & { kind: 'resubmit' }): void {
    this.live.delete(task.run.hash);
    this.move(task, 'waiting');
    this.tally.resubmitted(task.run.process);
    this.reporter.resubmitted(viewOf(task), outcome, verdict.count, verdict.max);
    this.launch(task.call, { ...task.run.interruptions, [verdict.budget]: verdict.count });
  }

  private async succeed(task: LiveTask, outcome: TaskOutcome): Promise<void> {
    const { outputsStdout, debug, view } = task.call;
    if (!outputsStdout && !debug) {
      this.end(task, 'succeeded', outcome);
      return;
    }
    const { workDir } = task.run;
    const stdout = await (debug || view ? this.stdout.read(workDir) : this.stdout.find(workDir));
    if ('problem' in stdout) {
      if (outputsStdout) this.fail(task, outputMissing(outcome, stdout.problem));
      else {
        this.logger.warn(`Cannot print what task ${task.run.name} printed: ${stdout.problem}.`);
        this.end(task, 'succeeded', outcome);
      }
      return;
    }
    this.end(task, 'succeeded', outcome);
    if (stdout.cut !== undefined) this.logger.warn(`Output of task ${task.run.name}: ${stdout.cut}`);
    if (debug && stdout.text !== '') this.reporter.output(stdout.text);
    // `view` prints each value and a line break, also after a value that ends with one.
    if (view) this.reporter.output(`${stdout.text}\n`);
  }

  private fail(task: LiveTask, outcome: TaskOutcome): void {
    this.end(task, 'failed', outcome);
    this.noteFailure({ call: task.call, workDir: task.run.workDir, outcome });
  }

  private noteFailure(failure: TaskFailure): void {
    if (this.stopping) return;
    this.failure = failure;
    this.stop();
    this.over.resolve();
  }

  private end(task: LiveTask, stage: Stage, outcome: TaskOutcome): void {
    this.live.delete(task.run.hash);
    this.move(task, stage);
    this.reporter.completed(viewOf(task), outcome);
  }

  private launch(call: PlannedCall, interruptions: Readonly<Record<string, number>>): void {
    let task: LiveTask | undefined;
    try {
      task = this.factory?.make(call, interruptions);
      if (task === undefined) throw new Error('Nothing was planned.');
      this.live.set(task.run.hash, task);
      task.executor.createTaskMonitor().schedule(task.handler);
    } catch (error) {
      // Only our own errors are about the task; anything else is a defect and must surface as one.
      if (!isExecutorError(error)) throw error;
      const outcome = notSubmitted(error);
      if (task !== undefined) this.fail(task, outcome);
      else {
        this.tally.moved(call.definition.name, 'waiting', 'failed');
        this.noteFailure({ call, outcome });
      }
    }
  }

  private move(task: LiveTask, stage: Stage): void {
    this.tally.moved(task.run.process, task.stage, stage);
    task.stage = stage;
  }

  private changed(): void {
    this.reporter.progress(this.tally.snapshot());
    if (this.idle) this.over.resolve();
  }
}

function notSubmitted(error: unknown): TaskOutcome {
  return { kind: 'not-submitted', reason: reasonOf(error), evidence: {}, retry: { class: 'never' } };
}
