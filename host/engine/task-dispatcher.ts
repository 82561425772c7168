import {
  isExecutorError,
  type ExecutorError,
  type Logger,
  type TaskEvents,
  type TaskHandler,
  type TaskOutcome,
} from '../../spi/index.js';
import type { ImageSource } from '../wave/image-source.js';
import { reasonOf } from '../report/reason-of.js';
import type { LiveTask, TaskAttempt } from './live-task.js';
import { finalOutcome, resubmissionOf, type Resubmission } from './resubmission.js';
import type { TaskFactory } from './task-factory.js';
import type { TaskOrder } from './task-order.js';

/** Whom a dispatcher tells of its tasks. `task.attempt` is the attempt the news is of. */
export interface TaskFollower<O extends TaskOrder> {
  submitted(task: LiveTask<O>): void;
  running(task: LiveTask<O>): void;
  /** The attempt ended and another one follows: this is its last word instead of `ended`. */
  resubmitted(task: LiveTask<O>, outcome: TaskOutcome, resubmission: Resubmission): void;
  /** The last word on the task. Also comes, with its launch, for one the executor did not take. */
  ended(task: LiveTask<O>, outcome: TaskOutcome): void;
  /** The engine or the follower itself broke on news of the task; no more comes of it. */
  broke(task: LiveTask<O>, error: unknown): void;
}

/**
 * Hands tasks to their monitors, follows each to its end and resubmits what the infrastructure broke. It judges
 * nothing else: what a failure means for the others is the follower's to say.
 */
export class TaskDispatcher<O extends TaskOrder> implements TaskEvents {
  private readonly live = new Map<string, LiveTask<O>>();
  /** Tasks whose image is not there yet. No monitor knows them, so they hold nobody's place. */
  private readonly waiting = new Set<LiveTask<O>>();
  private stopped = false;

  constructor(
    private readonly factory: TaskFactory,
    private readonly follower: TaskFollower<O>,
    private readonly logger: Logger,
    private readonly images?: ImageSource,
  ) {}

  /** Whether nothing is submitted any more. */
  get stopping(): boolean {
    return this.stopped;
  }

  /**
   * Makes the first attempt of a task and hands it to its monitor, once its image is there. News of it comes to the
   * follower.
   */
  launch(order: O): LiveTask<O> {
    const task = { order, attempt: undefined, attempts: 0, interruptions: {}, cancelled: false };
    this.begin(task);
    return task;
  }

  /** Ends one task; its outcome still comes to the follower. Idempotent. Never rejects. */
  async cancel(task: LiveTask<O>): Promise<void> {
    if (this.waiting.has(task)) {
      this.takeBack(task);
      return;
    }
    const { attempt } = task;
    if (task.cancelled || attempt === undefined || this.live.get(attempt.run.hash) !== task) return;
    task.cancelled = true;
    try {
      await this.end(task, attempt);
    } catch (error) {
      const fields = { nativeId: attempt.handler.nativeId };
      this.logger.error(`Could not stop task ${attempt.run.name}: ${reasonOf(error)}`, fields);
    }
  }

  /** From now on nothing is submitted any more. */
  stop(): void {
    this.stopped = true;
    for (const task of [...this.waiting]) this.takeBack(task);
  }

  /** After the executors have shut down: the tasks whose end nobody told. They are let go of. */
  abandon(): LiveTask<O>[] {
    const left = [...this.live.values()];
    this.live.clear();
    return left;
  }

  /** Native ids of tasks on one executor whose end is not known. */
  unfinishedOn(executor: string): string[] {
    const tasks = [...this.live.values()].filter(({ order }) => order.executor === executor);
    return tasks.flatMap(({ attempt }) => attempt?.handler.nativeId ?? []);
  }

  submitted(handler: TaskHandler): void {
    this.onNews(handler, (task) => this.follower.submitted(task));
  }

  running(handler: TaskHandler): void {
    this.onNews(handler, (task) => this.follower.running(task));
  }

  completed(handler: TaskHandler, outcome: TaskOutcome): void {
    this.onNews(handler, (task) => {
      this.live.delete(handler.task.hash);
      const { interruptions } = task;
      const goesAgain = !this.stopped && !task.cancelled;
      const resubmission = goesAgain ? resubmissionOf(outcome, interruptions) : undefined;
      if (resubmission !== undefined) this.resubmit(task, outcome, resubmission);
      else this.follower.ended(task, goesAgain ? finalOutcome(outcome, interruptions) : outcome);
    });
  }

  private async end(task: LiveTask<O>, { begun, executor, handler, run }: TaskAttempt): Promise<void> {
    const monitor = executor.createTaskMonitor();
    if (!begun && monitor.evict(handler)) {
      this.live.delete(run.hash);
      this.tell(task, () => this.follower.ended(task, CANCELLED));
      return;
    }
    await handler.kill();
    monitor.signal();
  }

  private resubmit(task: LiveTask<O>, outcome: TaskOutcome, resubmission: Resubmission): void {
    this.follower.resubmitted(task, outcome, resubmission);
    task.interruptions = { ...task.interruptions, [resubmission.budget]: resubmission.count };
    this.begin(task);
  }

  private begin(task: LiveTask<O>): void {
    task.attempt = undefined;
    const { definition } = task.order;
    if (this.images === undefined) {
      this.submit(task, definition.container);
      return;
    }
    this.waiting.add(task);
    this.images.imageFor(definition).then(
      (image) => this.afterWait(task, () => this.submit(task, image)),
      (error: unknown) => this.afterWait(task, () => this.refuse(task, error)),
    );
  }

  /** Nothing for a task that was taken back meanwhile. */
  private afterWait(task: LiveTask<O>, act: () => void): void {
    if (this.waiting.delete(task)) this.tell(task, act);
  }

  private takeBack(task: LiveTask<O>): void {
    this.waiting.delete(task);
    task.cancelled = true;
    this.tell(task, () => this.follower.ended(task, CANCELLED));
  }

  private submit(task: LiveTask<O>, image: string | undefined): void {
    try {
      const attempt = this.factory.make(task.order, task.interruptions, image);
      task.attempt = attempt;
      task.attempts += 1;
      this.live.set(attempt.run.hash, task);
      attempt.executor.createTaskMonitor().schedule(attempt.handler);
    } catch (error) {
      if (task.attempt !== undefined) this.live.delete(task.attempt.run.hash);
      this.refuse(task, error);
    }
  }

  private refuse(task: LiveTask<O>, error: unknown): void {
    // Only our own errors are about the task; anything else is a defect and must surface as one.
    if (!isExecutorError(error)) throw error;
    this.follower.ended(task, notSubmitted(error));
  }

  private onNews(handler: TaskHandler, act: (task: LiveTask<O>) => void): void {
    const task = this.live.get(handler.task.hash);
    if (task === undefined) {
      this.logger.warn(`Ignored news of task ${handler.task.name}, which has ended already.`);
      return;
    }
    this.tell(task, () => act(task));
  }

  /** News comes from the monitor's loop: nothing may be thrown back into it. */
  private tell(task: LiveTask<O>, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.follower.broke(task, error);
    }
  }
}

/** A task that was taken back before its executor had begun with it. */
export const CANCELLED: TaskOutcome = {
  kind: 'killed',
  reason: 'The task was cancelled before it was submitted',
  evidence: {},
  retry: { class: 'never' },
};

function notSubmitted(error: ExecutorError): TaskOutcome {
  const { code, recoverable } = error;
  const retry = { class: recoverable ? 'counted' : 'never' } as const;
  return { kind: 'not-submitted', reason: reasonOf(error), evidence: { code }, retry };
}
