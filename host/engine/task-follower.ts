import type { TaskOutcome } from '../../spi/index.js';
import type { CachedAttempt } from './cached-attempt.js';
import type { Again, FailureAction } from './failure-judge.js';
import type { LiveTask } from './live-task.js';
import type { TaskOrder } from './task-order.js';

/** Whom a dispatcher tells of its tasks. `task.attempt` is the attempt the news is of. */
export interface TaskFollower<O extends TaskOrder> {
  /** The task's only word: an earlier run of the session has done it, and its outputs are there. No attempt is made. */
  cached(task: LiveTask<O>, cached: CachedAttempt): void;
  submitted(task: LiveTask<O>): void;
  running(task: LiveTask<O>): void;
  /** The attempt ended and another one follows: this is the last word on it. */
  again(task: LiveTask<O>, outcome: TaskOutcome, again: Again): void;
  /** The command ended well. Where its output then turns out to be missing, the dispatcher's `failed` is told. */
  succeeded(task: LiveTask<O>, outcome: TaskOutcome): void;
  /** The task failed for good. Also comes, with its launch, for one the executor did not take. */
  failed(task: LiveTask<O>, outcome: TaskOutcome, action: FailureAction): void;
  /** The engine or the follower itself broke on news of the task; no more comes of it. */
  broke(task: LiveTask<O>, error: unknown): void;
}
