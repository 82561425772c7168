import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import { Logger } from '../di/tokens.js';

/** Why a task waits, as ECS shows it. */
export interface WaitReason {
  /** The same for all tasks that wait for the same reason; of a few values, since each is told. */
  readonly key: string;
  /** The warning, which names the task as one of those that may wait so. */
  readonly text: () => string;
}

/**
 * Tells people of tasks that wait on ECS for long: once a reason while any task waits for it, however many do, and once
 * more when a task comes to wait for another. Holds no more than the tasks that wait.
 */
@injectable()
export class WaitNotices {
  private readonly reasons = new Map<TaskRun, string>();
  /** How many wait, by reason. */
  private readonly counts = new Map<string, number>();

  constructor(@inject(Logger) private readonly logger: Logger) {}

  /** This task waits for long, for this reason. */
  note(task: TaskRun, { key, text }: WaitReason): void {
    const before = this.reasons.get(task);
    if (before === key) return;
    if (before !== undefined) this.leave(before);
    this.reasons.set(task, key);
    const others = this.counts.get(key) ?? 0;
    this.counts.set(key, others + 1);
    if (others === 0) this.logger.warn(text());
  }

  /** This task waits no more, or its own end tells of it: nobody is told by that. */
  drop(task: TaskRun): boolean {
    const reason = this.reasons.get(task);
    if (reason === undefined) return false;
    this.reasons.delete(task);
    this.leave(reason);
    return true;
  }

  /** This task goes on; said where it was the last that waited for long. */
  forget(task: TaskRun): void {
    if (this.drop(task) && this.reasons.size === 0)
      this.logger.info('No task waits on ECS for long any more.');
  }

  private leave(key: string): void {
    const left = (this.counts.get(key) ?? 0) - 1;
    if (left > 0) this.counts.set(key, left);
    else this.counts.delete(key);
  }
}
