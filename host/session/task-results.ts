import type { Logger, TaskOutcome } from '../../spi/index.js';
import type { CachedAttempt } from '../engine/cached-attempt.js';
import { DONE_BEFORE, UNTOLD } from '../engine/engine-outcomes.js';
import type { Again } from '../engine/failure-judge.js';
import { failureReport, type ReportGround } from '../engine/failure-report.js';
import { viewOf, viewOfRun, type LiveTask } from '../engine/live-task.js';
import {
  outputMissing,
  stdoutMissing,
  type MissingOutput,
  type OutputCheck,
} from '../engine/missing-output.js';
import type { TaskDispatcher } from '../engine/task-dispatcher.js';
import type { TaskFollower } from '../engine/task-follower.js';
import type { TaskOrder } from '../engine/task-order.js';
import { READS_AT_ONCE, type StdoutReader } from '../engine/task-stdout.js';
import { Turnstile } from '../engine/turnstile.js';
import { reasonOf } from '../report/reason-of.js';
import type { TaskView } from '../engine/run-api.js';
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
  readonly outputs: OutputCheck;
  readonly observer: SessionObserver;
  readonly logger: Logger;
}

/** What a command printed, as far as its result holds it. */
type Printed = Pick<TaskResult, 'stdout' | 'stdoutCut'>;

/** Why it cannot be read. */
interface NotPrinted {
  readonly missing: MissingOutput;
}

const NOTHING: Printed = { stdout: '', stdoutCut: false };

/** Ends after which the command has left files worth reading, also while the session closes. */
const COMMAND_ENDED = new Set<TaskOutcome['kind']>(['failed', 'out-of-memory', 'time-limit']);

/** Turns the ends of tasks into the results that `run` resolves with. */
export class TaskResults implements TaskFollower<SessionOrder> {
  private readonly finishing = new Set<Promise<void>>();
  private readonly reports = new Turnstile(READS_AT_ONCE);
  private closing = false;
  private dispatcher: TaskDispatcher<SessionOrder> | undefined;

  constructor(private readonly ground: ResultGround) {}

  /** Names the dispatcher that it follows, which comes after it. */
  follow(dispatcher: TaskDispatcher<SessionOrder>): void {
    this.dispatcher = dispatcher;
  }

  cached(task: SessionTask, cached: CachedAttempt): void {
    this.track(task, this.deliverCached(task, cached));
  }

  submitted(task: SessionTask): void {
    this.observeAttempt(task, (view, observer) => observer.submitted?.(view));
  }

  running(task: SessionTask): void {
    this.observeAttempt(task, (view, observer) => observer.running?.(view));
  }

  again(task: SessionTask, outcome: TaskOutcome, { account, count, max, delayMs }: Again): void {
    const how = account === 'free' ? 'resubmitted' : 'retried';
    this.observeAttempt(task, (view, observer) => observer[how]?.(view, outcome, count, max, delayMs));
  }

  succeeded(task: SessionTask, outcome: TaskOutcome): void {
    this.track(task, this.deliver(task, outcome));
  }

  failed(task: SessionTask, outcome: TaskOutcome): void {
    this.track(task, this.deliverFailure(task, outcome));
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
    for (const task of left) this.failed(task, UNTOLD);
    // What is read may be a failure after all, whose result comes after it.
    while (this.finishing.size > 0) await Promise.all(this.finishing);
  }

  private track(task: SessionTask, work: Promise<void>): void {
    const finishing = work.catch(task.order.reject);
    this.finishing.add(finishing);
    void finishing.then(() => this.finishing.delete(finishing));
  }

  private async deliverCached(task: SessionTask, { run }: CachedAttempt): Promise<void> {
    const { order, attempts } = task;
    const read = await this.read(run.workDir, order.stdoutBytes);
    if ('missing' in read) {
      this.dispatcher?.failed(task, outputMissing(DONE_BEFORE, read.missing, true));
      return;
    }
    this.observe((observer) => observer.cached?.(viewOfRun(run)));
    order.resolve({ outcome: DONE_BEFORE, ...read, cached: true, attempts, workDir: run.workDir });
  }

  private async deliver(task: SessionTask, outcome: TaskOutcome): Promise<void> {
    const { order, attempt } = task;
    const workDir = attempt?.run.workDir;
    const missing = workDir === undefined ? undefined : await this.ground.outputs.missing(order, workDir);
    const read = missing === undefined ? await this.printedBy(task) : { missing };
    if ('missing' in read) {
      const earlier = attempt?.handler.adopted === true;
      this.dispatcher?.failed(task, outputMissing(outcome, read.missing, earlier));
    } else task.order.resolve(this.resultOf(task, outcome, read));
  }

  private async deliverFailure(task: SessionTask, outcome: TaskOutcome): Promise<void> {
    const read = COMMAND_ENDED.has(outcome.kind) ? await this.printedBy(task) : NOTHING;
    const report = await this.reportOf(task, outcome);
    const printed = 'missing' in read ? NOTHING : read;
    task.order.resolve({ ...this.resultOf(task, outcome, printed), ...report });
  }

  private resultOf(task: SessionTask, outcome: TaskOutcome, printed: Printed): TaskResult {
    this.observeAttempt(task, (view, observer) => observer.completed?.(view, outcome));
    const { attempt, attempts } = task;
    const result = { outcome, ...printed, cached: false, attempts };
    if (attempt === undefined) return result;
    const { handler, run } = attempt;
    const id = handler.nativeId === undefined ? {} : { nativeId: handler.nativeId };
    return { ...result, workDir: run.workDir, ...id, trace: handler.trace() };
  }

  private async printedBy({ order, attempt }: SessionTask): Promise<Printed | NotPrinted> {
    return attempt === undefined ? NOTHING : this.read(attempt.run.workDir, order.stdoutBytes);
  }

  private async read(workDir: string, bytes: number): Promise<Printed | NotPrinted> {
    if (bytes === 0) return NOTHING;
    const read = await this.ground.stdout.read(workDir, bytes);
    return 'text' in read
      ? { stdout: read.text, stdoutCut: read.cut !== undefined }
      : { missing: stdoutMissing(read.problem) };
  }

  private async reportOf(task: SessionTask, outcome: TaskOutcome): Promise<Pick<TaskResult, 'errorReport'>> {
    const { kind } = outcome;
    if (kind === 'killed' || (this.closing && !COMMAND_ENDED.has(kind))) return {};
    return { errorReport: await this.reports.pass(() => failureReport(task, outcome, this.ground)) };
  }

  private observeAttempt(
    { attempt }: SessionTask,
    tell: (view: TaskView, observer: SessionObserver) => void,
  ): void {
    if (attempt !== undefined) this.observe((observer) => tell(viewOf(attempt), observer));
  }

  /** What a program does with the news must never decide how its tasks go. */
  private observe(tell: (observer: SessionObserver) => void): void {
    try {
      tell(this.ground.observer);
    } catch (error) {
      this.ground.logger.error(`The session's observer failed: ${reasonOf(error)}`);
    }
  }
}
