import type { TaskHandler } from '../../spi/index.js';
import type { LiveTask, TaskAttempt } from './live-task.js';
import type { TaskOrder } from './task-order.js';

/** Tasks whose attempts a monitor has, until their end is told. */
export class AttemptsUnderWay<O extends TaskOrder> {
  private readonly tasks = new Map<string, LiveTask<O>>();

  add(task: LiveTask<O>, { run }: TaskAttempt): void {
    this.tasks.set(run.hash, task);
  }

  /** Whether its attempt is under way. */
  has(task: LiveTask<O>): boolean {
    return task.attempt !== undefined && this.tasks.get(task.attempt.run.hash) === task;
  }

  /** The task that a handler drives; undefined where its end was told already. */
  of({ task }: TaskHandler): LiveTask<O> | undefined {
    return this.tasks.get(task.hash);
  }

  /** Its attempt is over, or never came to a monitor. */
  drop({ attempt }: LiveTask<O>): void {
    if (attempt !== undefined) this.tasks.delete(attempt.run.hash);
  }

  /** Those that no monitor has begun with. */
  queued(): LiveTask<O>[] {
    return [...this.tasks.values()].filter(({ attempt }) => attempt?.begun === false);
  }

  /** All of them, which are let go of. */
  takeAll(): LiveTask<O>[] {
    const tasks = [...this.tasks.values()];
    this.tasks.clear();
    return tasks;
  }

  /** The attempts themselves. */
  all(): TaskAttempt[] {
    return [...this.tasks.values()].flatMap(({ attempt }) => attempt ?? []);
  }
}
