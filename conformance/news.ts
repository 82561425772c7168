import type { TaskEvents, TaskHandler, TaskOutcome, TaskStatus } from '../spi/index.js';

/** One piece of news, with what its handler told at that moment. */
export interface NewsItem {
  readonly kind: 'submitted' | 'running' | 'completed';
  readonly handler: TaskHandler;
  readonly status: TaskStatus;
  readonly nativeId: string | undefined;
  /** The outcome that came with `completed`. */
  readonly outcome: TaskOutcome | undefined;
}

/** Keeps the news of a session's tasks in the order it came. */
export class News implements TaskEvents {
  readonly items: NewsItem[] = [];

  submitted(handler: TaskHandler): void {
    this.note('submitted', handler);
  }

  running(handler: TaskHandler): void {
    this.note('running', handler);
  }

  completed(handler: TaskHandler, outcome: TaskOutcome): void {
    this.note('completed', handler, outcome);
  }

  of(handler: TaskHandler): readonly NewsItem[] {
    return this.items.filter((item) => item.handler === handler);
  }

  kindsOf(handler: TaskHandler): readonly string[] {
    return this.of(handler).map(({ kind }) => kind);
  }

  has(kind: NewsItem['kind'], handler: TaskHandler): boolean {
    return this.items.some((item) => item.kind === kind && item.handler === handler);
  }

  /** The outcome a task was completed with; undefined while it was not. */
  outcomeOf(handler: TaskHandler): TaskOutcome | undefined {
    return this.items.find((item) => item.kind === 'completed' && item.handler === handler)?.outcome;
  }

  private note(kind: NewsItem['kind'], handler: TaskHandler, outcome?: TaskOutcome): void {
    const { status, nativeId } = handler;
    this.items.push({ kind, handler, status, nativeId, outcome });
  }
}
