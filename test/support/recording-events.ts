import type { TaskEvents, TaskHandler, TaskOutcome } from '../../spi/index.js';

export interface RecordedEvent {
  readonly kind: 'submitted' | 'running' | 'completed';
  readonly task: string;
  readonly outcome?: TaskOutcome;
}

/** Keeps the news of tasks in the order they came. */
export class RecordingEvents implements TaskEvents {
  readonly entries: RecordedEvent[] = [];

  submitted(handler: TaskHandler): void {
    this.entries.push({ kind: 'submitted', task: handler.task.name });
  }

  running(handler: TaskHandler): void {
    this.entries.push({ kind: 'running', task: handler.task.name });
  }

  completed(handler: TaskHandler, outcome: TaskOutcome): void {
    this.entries.push({ kind: 'completed', task: handler.task.name, outcome });
  }

  /** The kinds of the events of one task, in order. */
  of(task: string): string[] {
    return this.entries.filter((entry) => entry.task === task).map(({ kind }) => kind);
  }

  /** The outcome a task was completed with; undefined while it was not. */
  outcomeOf(task: string): TaskOutcome | undefined {
    return this.entries.find((entry) => entry.task === task && entry.kind === 'completed')?.outcome;
  }
}
