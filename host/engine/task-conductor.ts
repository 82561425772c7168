import type { Logger, TaskOutcome } from '../../spi/index.js';
import type { CachedAttempt } from './cached-attempt.js';
import type { CallOutputs, LeftFiles } from './call-outputs.js';
import { deferred } from './deferred.js';
import { DONE_BEFORE, UNTOLD } from './engine-outcomes.js';
import type { Again, FailureAction } from './failure-judge.js';
import type { LiveTask } from './live-task.js';
import { outputMissing } from './missing-output.js';
import type { PlannedCall } from './planned-call.js';
import type { FinalStage } from './process-tally.js';
import type { TaskBoard } from './task-board.js';
import type { TaskDispatcher } from './task-dispatcher.js';
import type { TaskFollower } from './task-follower.js';

/** The failure that ends a run. */
export interface TaskFailure {
  readonly task: LiveTask<PlannedCall>;
  readonly outcome: TaskOutcome;
}

type CallTask = LiveTask<PlannedCall>;

/** A task whose command ended well. */
interface DoneTask extends LeftFiles {
  readonly outcome: TaskOutcome;
  /** Whether an engine before this one had begun the attempt. */
  readonly earlier: boolean;
}

/** Ends that say something about the task also when they come while the run is being stopped. */
const OWN_FAILURES = new Set<TaskOutcome['kind']>(['failed', 'out-of-memory', 'time-limit']);

/**
 * Runs the calls of a pipeline: prints what is to be printed, and lets the failures of their tasks do to the run what
 * their error strategies say. It stops nothing itself: `settled` says when the run is over.
 */
export class TaskConductor implements TaskFollower<PlannedCall> {
  /** The failure that ended the run; later ones are counted only. */
  failure: TaskFailure | undefined;
  /** Whether that failure ends the run at once, without the end of what runs. */
  stopping = false;
  private readonly over = deferred();
  private readonly finishing = new Set<Promise<void>>();
  private planned: readonly PlannedCall[] = [];
  /** Index of the planned call to launch next: taking calls off the front of a long list costs its length. */
  private next = 0;
  /** Tasks launched that are not over. */
  private open = 0;
  private dispatcher: TaskDispatcher<PlannedCall> | undefined;

  constructor(
    private readonly outputs: CallOutputs,
    readonly board: TaskBoard,
    private readonly logger: Logger,
  ) {}

  /**
   * Resolves at the end of the last task, or where a failure ends the run at once; rejects where the engine itself
   * broke.
   */
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
    for (const call of calls) this.board.planned(call);
  }

  /** Hands every planned task to its monitor. */
  launchAll(): void {
    for (const call of this.planned.slice(this.next)) {
      if (this.dispatcher?.accepting !== true) break;
      this.next += 1;
      this.open += 1;
      this.dispatcher.launch(call);
    }
    this.changed();
  }

  /** After the executors have shut down: counts what never came to an end as aborted. */
  async abandon(): Promise<void> {
    await Promise.all(this.finishing);
    this.dropPlanned();
    for (const task of this.dispatcher?.abandon() ?? []) {
      this.open -= 1;
      this.board.abandoned(task, 'aborted', task.attempt?.handler.outcome ?? UNTOLD);
    }
    this.changed();
  }

  cached(task: CallTask, cached: CachedAttempt): void {
    // Whoever found it done has looked for its outputs.
    this.conclude(
      task,
      { outcome: DONE_BEFORE, workDir: cached.run.workDir, outputs: [], earlier: true },
      () => {
        this.open -= 1;
        this.board.cached(task, cached);
      },
    );
  }

  submitted(task: CallTask): void {
    this.board.submitted(task);
    this.changed();
  }

  running(task: CallTask): void {
    this.board.running(task);
    this.changed();
  }

  again(task: CallTask, outcome: TaskOutcome, again: Again): void {
    this.board.again(task, outcome, again);
    this.changed();
  }

  succeeded(task: CallTask, outcome: TaskOutcome): void {
    const { attempt, order } = task;
    const end = (): void => this.end(task, 'succeeded', outcome);
    if (attempt === undefined) throw new Error(`Task ${order.definition.name} succeeded without an attempt.`);
    const { run, handler } = attempt;
    const { outputs = [] } = order;
    this.conclude(task, { outcome, workDir: run.workDir, outputs, earlier: handler.adopted === true }, end);
  }

  failed(task: CallTask, outcome: TaskOutcome, action: FailureAction): void {
    if (action === 'ignore') this.end(task, 'ignored', outcome);
    else if (action === 'withdrawn') {
      this.end(task, OWN_FAILURES.has(outcome.kind) ? 'failed' : 'aborted', outcome);
      // What the run or somebody took back is no news.
      if (!task.cancelled) this.tellLate(task, outcome);
    } else {
      this.end(task, 'failed', outcome);
      this.endRun({ task, outcome }, action);
    }
    this.changed();
  }

  broke(_task: CallTask, error: unknown): void {
    this.over.reject(error);
  }

  /** The first failure decides how the run ends; those that follow from it, or come beside it, change nothing. */
  private endRun(failure: TaskFailure, action: 'finish' | 'terminate'): void {
    const { task, outcome } = failure;
    if (this.failure !== undefined) {
      this.tellLate(task, outcome);
      return;
    }
    this.failure = failure;
    if (action === 'finish') {
      this.dispatcher?.drain();
      this.dropPlanned();
      this.board.finishing(task, outcome, this.open);
    } else {
      this.stopping = true;
      this.dispatcher?.stop();
      this.over.resolve();
    }
  }

  /** A run that finishes goes on for as long as its tasks: what fails then is told at once. */
  private tellLate(task: CallTask, outcome: TaskOutcome): void {
    const finishing = this.failure !== undefined && this.dispatcher?.stopping === false;
    if (finishing) this.board.failedLate(task, outcome);
  }

  private dropPlanned(): void {
    for (const call of this.planned.slice(this.next)) this.board.dropped(call);
    this.next = this.planned.length;
  }

  /** The task is over, which `end` says, once its output is there. */
  private conclude(task: CallTask, done: DoneTask, end: () => void): void {
    if (!this.outputs.matter(task.order, done)) {
      end();
      this.changed();
      return;
    }
    const finishing = this.finish(task, done, end)
      .then(() => this.changed())
      .catch((error: unknown) => this.over.reject(error));
    this.finishing.add(finishing);
    void finishing.then(() => this.finishing.delete(finishing));
  }

  private async finish(task: CallTask, done: DoneTask, end: () => void): Promise<void> {
    const read = await this.outputs.read(task.order, done);
    if ('missing' in read) {
      this.dispatcher?.failed(task, outputMissing(done.outcome, read.missing, done.earlier));
      return;
    }
    end();
    for (const warning of read.warnings) this.logger.warn(warning);
    for (const text of read.prints) this.board.print(text);
  }

  private end(task: CallTask, stage: FinalStage, outcome: TaskOutcome): void {
    this.open -= 1;
    this.board.ended(task, stage, outcome);
  }

  private changed(): void {
    this.board.show();
    if (this.idle) this.over.resolve();
  }
}
