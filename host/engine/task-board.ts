import type { TaskOutcome } from '../../spi/index.js';
import { shortHash } from '../task/work-dir.js';
import type { CachedAttempt } from './cached-attempt.js';
import type { Again } from './failure-judge.js';
import { knownOf, viewOf, viewOfRun, type LiveTask, type TaskAttempt } from './live-task.js';
import type { PlannedCall } from './planned-call.js';
import { ProcessTally, type FinalStage, type Stage } from './process-tally.js';
import type { RunReporter } from './run-api.js';
import type { EndAction } from './run-observer.js';
import type { RunRecords } from './run-records.js';

const ACTIONS = {
  succeeded: 'completed',
  ignored: 'ignored',
  failed: 'failed',
  aborted: 'aborted',
} as const satisfies Record<FinalStage, EndAction>;

/** Where every task of a run stands, for its counts, its reporter and its records. */
export class TaskBoard {
  readonly tally = new ProcessTally();
  /** Where each task that is not over stands; one without an entry is waiting. */
  private readonly stages = new Map<LiveTask, Stage>();

  constructor(
    private readonly reporter: RunReporter,
    readonly records: RunRecords,
  ) {}

  /** Names a call before it is launched, so that it is counted also if it never is. */
  planned({ definition, executor }: PlannedCall): void {
    this.tally.open(definition.name, executor);
    this.tally.created(definition.name);
  }

  /** A planned call is never launched. */
  dropped({ definition }: PlannedCall): void {
    this.tally.moved(definition.name, 'waiting', 'aborted');
  }

  cached(task: LiveTask, cached: CachedAttempt): void {
    const { run } = cached;
    this.move(task, 'cached');
    this.stages.delete(task);
    this.tally.lastHash(run.process, shortHash(run.hash));
    this.records.cached(task, cached);
    this.reporter.cached(viewOfRun(run));
  }

  submitted(task: LiveTask): void {
    this.move(task, 'submitted');
    this.withAttempt(task, ({ run }) => this.tally.lastHash(run.process, shortHash(run.hash)));
    this.records.submitted(task);
    this.withAttempt(task, (attempt) => this.reporter.submitted(viewOf(attempt)));
  }

  running(task: LiveTask): void {
    this.move(task, 'running');
  }

  again(task: LiveTask, outcome: TaskOutcome, { account, count, max, delayMs }: Again): void {
    const how = account === 'free' ? 'resubmitted' : 'retried';
    this.move(task, 'waiting');
    this.tally.wentAgain(task.order.definition.name, how);
    this.records.ended(task, outcome, how);
    this.withAttempt(task, (attempt) => this.reporter[how](viewOf(attempt), outcome, count, max, delayMs));
  }

  ended(task: LiveTask, stage: FinalStage, outcome: TaskOutcome): void {
    this.abandoned(task, stage, outcome);
    if (stage === 'ignored') this.reporter.ignored(knownOf(task), outcome);
    else this.withAttempt(task, (attempt) => this.reporter.completed(viewOf(attempt), outcome));
  }

  /** The failure of a task that is over lets the run finish; `waiting` tasks are waited for. */
  finishing(task: LiveTask, outcome: TaskOutcome, waiting: number): void {
    this.reporter.finishing(knownOf(task), outcome, waiting);
  }

  /** A task that is over failed while the run finishes. */
  failedLate(task: LiveTask, outcome: TaskOutcome): void {
    this.reporter.failed(knownOf(task), outcome);
  }

  /** As {@link ended}, of a task whose end nobody saw: there is nothing to report. */
  abandoned(task: LiveTask, stage: FinalStage, outcome: TaskOutcome): void {
    this.move(task, stage);
    this.stages.delete(task);
    this.records.ended(task, outcome, ACTIONS[stage]);
  }

  /** Shows the counts as they stand. */
  show(): void {
    this.reporter.progress(this.tally.snapshot());
  }

  print(text: string): void {
    this.reporter.output(text);
  }

  private move(task: LiveTask, stage: Stage): void {
    this.tally.moved(task.order.definition.name, this.stages.get(task) ?? 'waiting', stage);
    this.stages.set(task, stage);
  }

  /** A task that could not be made was never seen by anybody. */
  private withAttempt({ attempt }: LiveTask, tell: (attempt: TaskAttempt) => void): void {
    if (attempt !== undefined) tell(attempt);
  }
}
