import {
  isExecutorError,
  type Clock,
  type Logger,
  type TaskEvents,
  type TaskHandler,
  type TaskOutcome,
} from '../../spi/index.js';
import type { ImageSource } from '../wave/image-source.js';
import { reasonOf } from '../report/reason-of.js';
import { CANCELLED, notSubmitted } from './engine-outcomes.js';
import { FailureJudge } from './failure-judge.js';
import { newTask, type LiveTask, type TaskAttempt } from './live-task.js';
import { PausedTasks } from './paused-tasks.js';
import type { TaskFactory } from './task-factory.js';
import type { TaskFollower } from './task-follower.js';
import type { TaskOrder } from './task-order.js';

/** What a dispatcher works with. */
export interface DispatcherGround {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Absent where images are used as the processes name them. */
  readonly images?: ImageSource;
}

/**
 * Hands tasks to their monitors, follows each to its end, and lets it go again where the infrastructure broke it or its
 * error strategy says so. What a failure means for the others is the follower's to say.
 */
export class TaskDispatcher<O extends TaskOrder> implements TaskEvents {
  private readonly live = new Map<string, LiveTask<O>>();
  /** Tasks that wait for an image or for their time. No monitor knows them, so they hold nobody's place. */
  private readonly paused: PausedTasks<LiveTask<O>>;
  private readonly judge = new FailureJudge();
  private state: 'open' | 'draining' | 'stopped' = 'open';

  constructor(
    private readonly factory: TaskFactory,
    private readonly follower: TaskFollower<O>,
    private readonly ground: DispatcherGround,
  ) {
    this.paused = new PausedTasks(ground.clock);
  }

  /** Whether tasks are submitted. */
  get accepting(): boolean {
    return this.state === 'open';
  }

  /** Whether tasks are being stopped. */
  get stopping(): boolean {
    return this.state === 'stopped';
  }

  /**
   * Makes the first attempt of a task and hands it to its monitor, once its image is there. News of it comes to the
   * follower.
   */
  launch(order: O): LiveTask<O> {
    const task = newTask(order);
    this.begin(task);
    return task;
  }

  /** Ends one task; its outcome still comes to the follower. Idempotent. Never rejects. */
  async cancel(task: LiveTask<O>): Promise<void> {
    if (this.paused.take(task)) {
      this.withdraw(task);
      return;
    }
    if (task.cancelled) return;
    // Also where its output is being read: it goes no other time then.
    task.cancelled = true;
    const { attempt } = task;
    if (attempt === undefined || this.live.get(attempt.run.hash) !== task) return;
    try {
      await this.end(task, attempt);
    } catch (error) {
      this.sayUnstopped(attempt, error);
    }
  }

  /** From now on nothing is submitted any more; what the backend has comes to its own end, what it has not is taken back. */
  drain(): void {
    if (this.state !== 'open') return;
    this.state = 'draining';
    for (const task of this.paused.takeAll()) this.withdraw(task);
    const queued = [...this.live.values()].filter(({ attempt }) => attempt?.begun === false);
    // All of them first: a monitor may begin with one as another is taken from it.
    for (const task of queued) task.cancelled = true;
    for (const task of queued) {
      try {
        this.takeBack(task);
      } catch (error) {
        if (task.attempt !== undefined) this.sayUnstopped(task.attempt, error);
      }
    }
  }

  /** From now on nothing is submitted any more, and whoever stops the executors ends what runs. */
  stop(): void {
    this.state = 'stopped';
    for (const task of this.paused.takeAll()) this.withdraw(task);
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
      if (outcome.kind === 'completed') this.follower.succeeded(task, outcome);
      else this.conclude(task, outcome);
    });
  }

  /** A task whose command ended well has failed after all. It is judged as any failure. */
  failed(task: LiveTask<O>, outcome: TaskOutcome): void {
    this.tell(task, () => this.conclude(task, outcome));
  }

  private conclude(task: LiveTask<O>, told: TaskOutcome): void {
    if (this.state === 'stopped' || task.cancelled) {
      this.follower.failed(task, told, 'withdrawn');
      return;
    }
    const { outcome, next } = this.judge.judge(task, told, this.accepting);
    if (typeof next === 'string') {
      this.follower.failed(task, outcome, next);
      return;
    }
    this.follower.again(task, outcome, next);
    task.attempt = undefined;
    if (next.delayMs === 0) this.begin(task);
    else this.paused.until(task, next.delayMs, () => this.tell(task, () => this.begin(task)));
  }

  private begin(task: LiveTask<O>): void {
    // Whoever was told of the end before may have stopped everything, or this task.
    if (!this.accepting || task.cancelled) {
      this.withdraw(task);
      return;
    }
    this.orRefused(task, () => {
      const definition = this.judge.definitionOf(task);
      task.definition = definition;
      const { images } = this.ground;
      if (images === undefined) {
        this.submit(task, definition.container);
        return;
      }
      this.paused.behind(task, images.imageFor(definition), {
        done: (image) => this.tell(task, () => this.orRefused(task, () => this.submit(task, image))),
        failed: (error) => this.tell(task, () => this.refuse(task, error)),
      });
    });
  }

  private submit(task: LiveTask<O>, image: string | undefined): void {
    const attempt = this.factory.make(task, image);
    task.attempt = attempt;
    task.attempts += 1;
    this.live.set(attempt.run.hash, task);
    attempt.executor.createTaskMonitor().schedule(attempt.handler);
  }

  private orRefused(task: LiveTask<O>, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (task.attempt !== undefined) this.live.delete(task.attempt.run.hash);
      this.refuse(task, error);
    }
  }

  private refuse(task: LiveTask<O>, error: unknown): void {
    // Only our own errors are about the task; anything else is a defect and must surface as one.
    if (!isExecutorError(error)) throw error;
    this.conclude(task, notSubmitted(error));
  }

  private async end(task: LiveTask<O>, attempt: TaskAttempt): Promise<void> {
    if (!attempt.begun && this.takeBack(task)) return;
    await attempt.handler.kill();
    attempt.executor.createTaskMonitor().signal();
  }

  /** False where its monitor does not let go of it. */
  private takeBack(task: LiveTask<O>): boolean {
    const { attempt } = task;
    if (attempt?.executor.createTaskMonitor().evict(attempt.handler) !== true) return false;
    this.live.delete(attempt.run.hash);
    this.withdraw(task);
    return true;
  }

  private sayUnstopped({ run, handler }: TaskAttempt, error: unknown): void {
    const fields = { nativeId: handler.nativeId };
    this.ground.logger.error(`Could not stop task ${run.name}: ${reasonOf(error)}`, fields);
  }

  private withdraw(task: LiveTask<O>): void {
    task.cancelled = true;
    this.tell(task, () => this.follower.failed(task, CANCELLED, 'withdrawn'));
  }

  private onNews(handler: TaskHandler, act: (task: LiveTask<O>) => void): void {
    const task = this.live.get(handler.task.hash);
    if (task === undefined) {
      this.ground.logger.warn(`Ignored news of task ${handler.task.name}, which has ended already.`);
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
