import type { SurveyedTask } from '../../host/survey/survey-api.js';
import { formatDollars } from './task-table.js';

/** Sums up tasks as they come. */
export class TaskTotals {
  private tasks = 0;
  private dollars = 0;
  private unpriced = 0;
  private readonly sessions = new Set<string>();
  private dead = 0;

  get count(): number {
    return this.tasks;
  }

  add({ task, engine }: SurveyedTask): void {
    this.tasks += 1;
    this.sessions.add(task.sessionId);
    if (engine.state === 'dead') this.dead += 1;
    // One that has no machine yet costs nothing.
    if (task.cost !== undefined) this.dollars += task.cost;
    else if (task.startedAt !== undefined) this.unpriced += 1;
  }

  /** e.g. `3 tasks of 2 sessions, an estimated $0.0120 so far.` */
  render(): string {
    const parts = [
      `${counted(this.tasks, 'task')} of ${counted(this.sessions.size, 'session')}`,
      `an estimated ${formatDollars(this.dollars)} so far`,
      ...(this.unpriced === 0 ? [] : [`${counted(this.unpriced, 'running task')} without a known price`]),
    ];
    const hint =
      this.dead === 0
        ? ''
        : ` ${counted(this.dead, 'task')} of dead engines: nf-awsecs stop -dead stops them.`;
    return `${parts.join(', ')}.${hint}`;
  }
}

/** `1 task`, `2 tasks`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
