import { lowerBound } from '../../lower-bound.js';
import { type EcsTask } from './task.js';

/** Tasks in the order of their serials, from which a page can be read without looking at those before it. */
export class TaskIndex {
  private readonly tasks: EcsTask[] = [];

  get size(): number {
    return this.tasks.length;
  }

  add(task: EcsTask): void {
    // New tasks come last, so this is a push but for those that change lists.
    this.tasks.splice(this.position(task.serial), 0, task);
  }

  remove(task: EcsTask): void {
    const at = this.position(task.serial);
    if (this.tasks[at] === task) this.tasks.splice(at, 1);
  }

  /** Tasks whose serial is above the given one. Nothing may be added or removed while they are read. */
  *after(serial: number): Generator<EcsTask> {
    for (let at = this.position(serial + 1); at < this.tasks.length; at++) {
      const task = this.tasks[at];
      if (task !== undefined) yield task;
    }
  }

  /** Where a task of this serial is, or would be. */
  private position(serial: number): number {
    const last = this.tasks.at(-1);
    if (last === undefined || last.serial < serial) return this.tasks.length;
    return lowerBound(this.tasks.length, (at) => (this.tasks[at]?.serial ?? Infinity) < serial);
  }
}
