import type { Logger, TaskOutcome } from '../../spi/index.js';
import { failureReport, type ReportGround } from '../engine/failure-report.js';
import { viewOf, type LiveTask, type TaskAttempt } from '../engine/live-task.js';
import type { Resubmission } from '../engine/resubmission.js';
import type { TaskFollower } from '../engine/task-dispatcher.js';
import type { TaskOrder } from '../engine/task-order.js';
import { outputMissing, READS_AT_ONCE, type StdoutReader } from '../engine/task-stdout.js';
import { Turnstile } from '../engine/turnstile.js';
import { reasonOf } from '../report/reason-of.js';
import type { SessionObserver, TaskResult } from './session-api.js';

/** A task of a session, and who waits for its result. */
export interface SessionOrder extends TaskOrder {
  readonly stdoutBytes: number;
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (reason: unknown) => void;
}

type SessionTask = LiveTask<SessionOrder>;

/** What results are made with. */
export interface ResultGround extends ReportGround {
  readonly stdout: StdoutReader;
  readonly observer: SessionObserver;
  readonly logger: Logger;
  /** URI of the session's work dir. */
  readonly workDir: string;
}

/** Ends after which the command has left files worth reading, also while the session closes. */
const COMMAND_ENDED = new Set<TaskOutcome['kind']>(['completed', 'failed', 'out-of-memory', 'time-limit']);

/** Turns the ends of tasks into the results that `run` resolves with. */
export class TaskResults implements TaskFollower<SessionOrder> {
  private readonly finishing = new Set<Promise<void>>();
  private readonly reports = new Turnstile(READS_AT_ONCE);
  private closing = false;

  constructor(private readonly ground: ResultGround) {}

  submitted(task: SessionTask): void {
    this.observe(task, (attempt, observer) => observer.submitted?.(viewOf(attempt)));
  }

  running(task: SessionTask): void {
    this.observe(task, (attempt, observer) => observer.running?.(viewOf(attempt)));
  }

  resubmitted(task: SessionTask, outcome: TaskOutcome, { count, max }: Resubmission): void {
    this.observe(task, (attempt, observer) => observer.resubmitted?.(viewOf(attempt), outcome, count, max));
  }

  ended(task: SessionTask, outcome: TaskOutcome): void {
    const { resolve, reject } = task.order;
    const finishing = this.finish(task, outcome).then(resolve, reject);
    this.finishing.add(finishing);
    void finishing.then(() => this.finishing.delete(finishing));
  }

  broke(task: SessionTask, error: unknown): void {
    task.order.reject(error);
  }

  /** From now on tasks are ended by the session: nobody reads up on why. */
  close(): void {
    this.closing = true;
  }

  /** Ends the tasks whose end nobody told, and waits until every result is there. */
  async settle(left: readonly SessionTask[]): Promise<void> {
    for (const task of left) this.ended(task, UNTOLD);
    await Promise.all(this.finishing);
  }

  private async finish(task: SessionTask, told: TaskOutcome): Promise<TaskResult> {
    const { outcome, stdout, stdoutCut } = await this.outputOf(task, told);
    const report = await this.reportOf(task, outcome);
    this.observe(task, (attempt, observer) => observer.completed?.(viewOf(attempt), outcome));
    const { attempt, attempts } = task;
    const result = { outcome, stdout, stdoutCut, ...report, attempts };
    if (attempt === undefined) return result;
    const { handler, run } = attempt;
    const id = handler.nativeId === undefined ? {} : { nativeId: handler.nativeId };
    return { ...result, workDir: run.workDir, ...id, trace: handler.trace() };
  }

  private async outputOf(
    { order, attempt }: SessionTask,
    outcome: TaskOutcome,
  ): Promise<Pick<TaskResult, 'outcome' | 'stdout' | 'stdoutCut'>> {
    const nothing = { outcome, stdout: '', stdoutCut: false };
    if (attempt === undefined || order.stdoutBytes === 0 || !COMMAND_ENDED.has(outcome.kind)) return nothing;
    const read = await this.ground.stdout.read(attempt.run.workDir, order.stdoutBytes);
    if ('text' in read) return { outcome, stdout: read.text, stdoutCut: read.cut !== undefined };
    return outcome.kind === 'completed'
      ? { ...nothing, outcome: outputMissing(outcome, read.problem) }
      : nothing;
  }

  private async reportOf(task: SessionTask, outcome: TaskOutcome): Promise<Pick<TaskResult, 'errorReport'>> {
    const { kind } = outcome;
    if (kind === 'completed' || kind === 'killed' || (this.closing && !COMMAND_ENDED.has(kind))) return {};
    const places = { workDir: task.attempt?.run.workDir, root: this.ground.workDir };
    const report = (): Promise<string> => failureReport(task.order, outcome, places, this.ground);
    return { errorReport: await this.reports.pass(report) };
  }

  /** What a program does with the news must never decide how its tasks go. */
  private observe(task: SessionTask, tell: (attempt: TaskAttempt, observer: SessionObserver) => void): void {
    if (task.attempt === undefined) return;
    try {
      tell(task.attempt, this.ground.observer);
    } catch (error) {
      this.ground.logger.error(`The session's observer failed: ${reasonOf(error)}`);
    }
  }
}

const UNTOLD: TaskOutcome = {
  kind: 'lost',
  reason: 'The executor did not shut down properly; the end of the task was not seen',
  evidence: {},
  retry: { class: 'never' },
};
