import {
  isExecutorError,
  type Clock,
  type Logger,
  type TaskEvents,
  type TaskHandler,
  type TaskOutcome,
} from '../../spi/index.js';
import type { ImageSource } from '../wave/image-source.js';
import type { AttemptPlace, TaskPlaces } from '../cache/task-places.js';
import { reasonOf } from '../report/reason-of.js';
import { AttemptsUnderWay } from './attempts-under-way.js';
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
  readonly places: TaskPlaces;
  /** Absent where images are used as the processes name them. */
  readonly images?: ImageSource;
}

/**
 * Hands tasks to their monitors, follows each to its end, and lets it go again where the infrastructure broke it or its
 * error strategy says so. What a failure means for the others is the follower's to say.
 */
export class TaskDispatcher<O extends TaskOrder> implements TaskEvents {
  private readonly live = new AttemptsUnderWay<O>();
  /** Tasks that wait for their place, for an image or for their time. No monitor knows them, so they hold nobody's place. */
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
   * Makes the first attempt of a task and hands it to its monitor, once its image is there; or finds that an earlier run
   * has done it. News of it comes to the follower.
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
    if (attempt === undefined || !this.live.has(task)) return;
    try {
      if (!attempt.begun && this.takeBack(task)) return;
      await attempt.handler.kill();
      attempt.executor.createTaskMonitor().signal();
    } catch (error) {
      this.sayUnstopped(attempt, error);
    }
  }

  /** From now on nothing is submitted any more; what the backend has comes to its own end, what it has not is taken back. */
  drain(): void {
    if (this.state !== 'open') return;
    this.state = 'draining';
    this.ground.places.close();
    for (const task of this.paused.takeAll()) this.withdraw(task);
    const queued = this.live.queued();
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
    this.ground.places.close();
    for (const task of this.paused.takeAll()) this.withdraw(task);
  }

  /** After the executors have shut down: the tasks whose end nobody told. They are let go of. */
  abandon(): LiveTask<O>[] {
    return this.live.takeAll();
  }

  /** Attempts that a monitor has and whose end is not known. */
  underWay(): TaskAttempt[] {
    return this.live.all();
  }

  submitted(handler: TaskHandler): void {
    this.onNews(handler, (task) => this.follower.submitted(task));
  }

  running(handler: TaskHandler): void {
    this.onNews(handler, (task) => this.follower.running(task));
  }

  completed(handler: TaskHandler, outcome: TaskOutcome): void {
    this.onNews(handler, (task) => {
      this.live.drop(task);
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
      task.definition = this.judge.definitionOf(task);
      const place = this.ground.places.place(task);
      if (place instanceof Promise) this.behind(task, place, (found) => this.goOn(task, found));
      else this.goOn(task, place);
    });
  }

  private goOn(task: LiveTask<O>, place: AttemptPlace): void {
    if (place.kind === 'cached') {
      this.follower.cached(task, this.factory.cached(task, place));
      return;
    }
    const { definition } = task;
    const { images } = this.ground;
    if (images === undefined) this.submit(task, place, definition.container);
    else this.behind(task, images.imageFor(definition), (image) => this.submit(task, place, image));
  }

  private behind<R>(task: LiveTask<O>, promise: Promise<R>, then: (result: R) => void): void {
    this.paused.behind(task, promise, {
      done: (result) => this.tell(task, () => this.orRefused(task, () => then(result))),
      failed: (error) => this.tell(task, () => this.refuse(task, error)),
    });
  }

  private submit(task: LiveTask<O>, place: AttemptPlace, image: string | undefined): void {
    const attempt = this.factory.make(task, place, image);
    task.attempt = attempt;
    task.attempts += 1;
    this.live.add(task, attempt);
    attempt.executor.createTaskMonitor().schedule(attempt.handler);
  }

  private orRefused(task: LiveTask<O>, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.live.drop(task);
      this.refuse(task, error);
    }
  }

  private refuse(task: LiveTask<O>, error: unknown): void {
    // Only our own errors are about the task; anything else is a defect and must surface as one.
    if (!isExecutorError(error)) throw error;
    this.conclude(task, notSubmitted(error));
  }

  /** False where its monitor does not let go of it. */
  private takeBack(task: LiveTask<O>): boolean {
    const { attempt } = task;
    if (attempt?.executor.createTaskMonitor().evict(attempt.handler) !== true) return false;
    this.live.drop(task);
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
    const task = this.live.of(handler);
    if (task !== undefined) this.tell(task, () => act(task));
    else this.ground.logger.warn(`Ignored news of task ${handler.task.name}, which has ended already.`);
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
