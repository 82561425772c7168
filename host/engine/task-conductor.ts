import type { Logger, TaskOutcome } from '../../spi/index.js';
import { shortHash } from '../task/work-dir.js';
import { deferred } from './deferred.js';
import { viewOf, type LiveTask, type TaskAttempt } from './live-task.js';
import type { PlannedCall } from './planned-call.js';
import { ProcessTally, type Stage } from './process-tally.js';
import type { Resubmission } from './resubmission.js';
import type { RunReporter } from './run-api.js';
import type { TaskDispatcher, TaskFollower } from './task-dispatcher.js';
import { outputMissing, type StdoutReader } from './task-stdout.js';

/** The failure that ends a run. */
export interface TaskFailure {
  readonly call: PlannedCall;
  /** Absent where the task could not even be made. */
  readonly workDir?: string;
  readonly outcome: TaskOutcome;
}

type CallTask = LiveTask<PlannedCall>;

/** Ends that say something about the task also when they come while the run is being stopped. */
const OWN_FAILURES = new Set<TaskOutcome['kind']>(['failed', 'out-of-memory', 'time-limit']);

/**
 * Runs the calls of a pipeline: counts their tasks, tells the reporter, prints what is to be printed, and lets the
 * first failure end the run. It stops nothing itself: `settled` says when the run is over.
 */
export class TaskConductor implements TaskFollower<PlannedCall> {
  readonly tally = new ProcessTally();
  /** The failure that ended the run; later ones are counted only. */
  failure: TaskFailure | undefined;
  private readonly over = deferred();
  /** Where each task that is not over stands; one without an entry is waiting. */
  private readonly stages = new Map<CallTask, Stage>();
  private readonly finishing = new Set<Promise<void>>();
  private planned: readonly PlannedCall[] = [];
  /** Index of the planned call to launch next: taking calls off the front of a long list costs its length. */
  private next = 0;
  /** Tasks launched that are not over. */
  private open = 0;
  private dispatcher: TaskDispatcher<PlannedCall> | undefined;

  constructor(
    private readonly stdout: StdoutReader,
    private readonly reporter: RunReporter,
    private readonly logger: Logger,
  ) {}

  /** Resolves at the end of the last task or at the first failure; rejects where the engine itself broke. */
  get settled(): Promise<void> {
    return this.over.promise;
  }

  /** Whether every task has come to its end. */
  get idle(): boolean {
    return this.next >= this.planned.length && this.open === 0;
  }

  /** Names what will run, so that it is counted also if it never starts. */
  plan(calls: readonly PlannedCall[], dispatcher: TaskDispatcher<PlannedCall>): void {
    this.dispatcher = dispatcher;
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
      if (this.dispatcher === undefined || this.dispatcher.stopping) break;
      this.next += 1;
      this.open += 1;
      this.dispatcher.launch(call);
    }
    this.changed();
  }

  /** After the executors have shut down: counts what never came to an end as aborted. */
  async abandon(): Promise<void> {
    await Promise.all(this.finishing);
    for (const call of this.planned.slice(this.next))
      this.tally.moved(call.definition.name, 'waiting', 'aborted');
    for (const task of this.dispatcher?.abandon() ?? []) this.close(task, 'aborted');
    this.next = this.planned.length;
    this.changed();
  }

  submitted(task: CallTask): void {
    this.move(task, 'submitted');
    this.withAttempt(task, ({ run }) => this.tally.lastHash(run.process, shortHash(run.hash)));
    this.withAttempt(task, (attempt) => this.reporter.submitted(viewOf(attempt)));
    this.changed();
  }

  running(task: CallTask): void {
    this.move(task, 'running');
    this.changed();
  }

  resubmitted(task: CallTask, outcome: TaskOutcome, { count, max }: Resubmission): void {
    this.move(task, 'waiting');
    this.tally.resubmitted(task.order.definition.name);
    this.withAttempt(task, (attempt) => this.reporter.resubmitted(viewOf(attempt), outcome, count, max));
    this.changed();
  }

  ended(task: CallTask, outcome: TaskOutcome): void {
    if (outcome.kind === 'completed') this.succeed(task, outcome);
    else if (this.dispatcher?.stopping === true && !OWN_FAILURES.has(outcome.kind))
      this.end(task, 'aborted', outcome);
    else this.fail(task, outcome);
    this.changed();
  }

  broke(_task: CallTask, error: unknown): void {
    this.over.reject(error);
  }

  private succeed(task: CallTask, outcome: TaskOutcome): void {
    const { outputsStdout, debug } = task.order;
    const workDir = task.attempt?.run.workDir;
    if (workDir === undefined || (!outputsStdout && !debug)) {
      this.end(task, 'succeeded', outcome);
      return;
    }
    const finishing = this.finish(task, outcome, workDir)
      .then(() => this.changed())
      .catch((error: unknown) => this.over.reject(error));
    this.finishing.add(finishing);
    void finishing.then(() => this.finishing.delete(finishing));
  }

  /** The task is over once its output is there. */
  private async finish(task: CallTask, outcome: TaskOutcome, workDir: string): Promise<void> {
    const { definition, outputsStdout, debug, view } = task.order;
    const stdout = await (debug || view ? this.stdout.read(workDir) : this.stdout.find(workDir));
    if ('problem' in stdout) {
      if (outputsStdout) this.fail(task, outputMissing(outcome, stdout.problem));
      else {
        this.logger.warn(`Cannot print what task ${definition.name} printed: ${stdout.problem}.`);
        this.end(task, 'succeeded', outcome);
      }
      return;
    }
    this.end(task, 'succeeded', outcome);
    if (stdout.cut !== undefined) this.logger.warn(`Output of task ${definition.name}: ${stdout.cut}`);
    if (debug && stdout.text !== '') this.reporter.output(stdout.text);
    // `view` prints each value and a line break, also after a value that ends with one.
    if (view) this.reporter.output(`${stdout.text}\n`);
  }

  private fail(task: CallTask, outcome: TaskOutcome): void {
    this.end(task, 'failed', outcome);
    if (this.dispatcher?.stopping === true) return;
    const workDir = task.attempt?.run.workDir;
    this.failure = { call: task.order, outcome, ...(workDir === undefined ? {} : { workDir }) };
    this.dispatcher?.stop();
    this.over.resolve();
  }

  private end(task: CallTask, stage: Stage, outcome: TaskOutcome): void {
    this.close(task, stage);
    this.withAttempt(task, (attempt) => this.reporter.completed(viewOf(attempt), outcome));
  }

  private close(task: CallTask, stage: Stage): void {
    this.move(task, stage);
    this.stages.delete(task);
    this.open -= 1;
  }

  private move(task: CallTask, stage: Stage): void {
    this.tally.moved(task.order.definition.name, this.stages.get(task) ?? 'waiting', stage);
    this.stages.set(task, stage);
  }

  /** A task that could not be made was never seen by anybody. */
  private withAttempt(task: CallTask, tell: (attempt: TaskAttempt) => void): void {
    if (task.attempt !== undefined) tell(task.attempt);
  }

  private changed(): void {
    this.reporter.progress(this.tally.snapshot());
    if (this.idle) this.over.resolve();
  }
}
