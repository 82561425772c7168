import type { Clock } from '../../spi/index.js';

/** What becomes of a task that waits for something to be had. */
export interface PauseEnds<R> {
  readonly done: (result: R) => void;
  readonly failed: (error: unknown) => void;
}

/** Tasks between two attempts, or before their first: each waits for one thing, until that comes or it is taken out. */
export class PausedTasks<T> {
  private readonly cancels = new Map<T, () => void>();

  constructor(private readonly clock: Clock) {}

  /** Lets a task wait for `ms` milliseconds. */
  until(task: T, ms: number, then: () => void): void {
    const timer = this.clock.after(ms, () => {
      if (this.cancels.delete(task)) then();
    });
    this.cancels.set(task, () => timer.cancel());
  }

  /** Lets a task wait for a promise, whose end is nobody's matter once the task was taken out. */
  behind<R>(task: T, promise: Promise<R>, { done, failed }: PauseEnds<R>): void {
    const cancel = (): void => undefined;
    this.cancels.set(task, cancel);
    const unlessTaken = (act: () => void): void => {
      if (this.cancels.get(task) !== cancel) return;
      this.cancels.delete(task);
      act();
    };
    promise.then(
      (result) => unlessTaken(() => done(result)),
      (error: unknown) => unlessTaken(() => failed(error)),
    );
  }

  /** Takes a task out, and no timer of it is left. False where it does not wait. */
  take(task: T): boolean {
    const cancel = this.cancels.get(task);
    if (cancel === undefined) return false;
    this.cancels.delete(task);
    cancel();
    return true;
  }

  /** Takes all of them out. */
  takeAll(): T[] {
    const tasks = [...this.cancels.keys()];
    for (const task of tasks) this.take(task);
    return tasks;
  }
}
